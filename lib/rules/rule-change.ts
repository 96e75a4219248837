/** What a change of an organization's own rules means for its rows. */
import canonicalize from "canonicalize";
import type { CustomRule } from "./custom-rule";
import type { Change, Weight } from "./schema-change";

export function ruleChanges(before: readonly CustomRule[], after: readonly CustomRule[]): Change[] {
  const old = new Map(before.map((rule) => [rule.id, rule]));
  const now = new Map(after.map((rule) => [rule.id, rule]));
  const removed = before
    .filter(({ id }) => !now.has(id))
    .map(({ id }): Change => ({ weight: "minor", sentence: `The rule "${id}" is gone.` }));
  return [...removed, ...after.flatMap((rule) => changesOf(old.get(rule.id), rule))];
}

function changesOf(was: CustomRule | undefined, is: CustomRule): Change[] {
  const ifBroken: Weight = is.severity === "error" ? "major" : "minor";
  if (was === undefined) return [{ weight: ifBroken, sentence: `The rule "${is.id}" is new.` }];
  const changes: Change[] = [];
  if (asked(was) !== asked(is))
    changes.push({ weight: ifBroken, sentence: `The rule "${is.id}" asks for something else.` });
  if (was.severity !== is.severity) {
    const words = is.severity === "error" ? "is an error now" : "only warns now";
    changes.push({ weight: ifBroken, sentence: `The rule "${is.id}" ${words}.` });
  }
  if (was.message !== is.message)
    changes.push({ weight: "patch", sentence: `The rule "${is.id}" is worded differently.` });
  return changes;
}

/** The rule without its words and its severity. */
function asked({ message: _, severity: __, ...rest }: CustomRule): string | undefined {
  return canonicalize(rest);
}
