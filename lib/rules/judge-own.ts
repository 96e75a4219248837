/** What JSON Schema cannot say of a cell: option sets, lifecycles, and the patterns of custom rules. */
import type { Field } from "@/lib/engine/field";
import type { Value } from "@/lib/engine/value";
import type { CustomRule } from "./custom-rule";
import { type Fault, reasonOf } from "./fault";
import { listed } from "./fault-message";
import { type Lifecycle, lifecycleBreach } from "./lifecycle";
import { linearPattern } from "./linear-pattern.mjs";
import type { SchemaDocument } from "./schema-document";
import type { Speaker } from "./schema-fault";

/** A judge of one field. It is not called for a cell without a value. */
export interface CellJudge {
  readonly field: string;
  readonly judge: (value: Exclude<Value, null>, before: Value | undefined) => Fault | null;
}

interface Source {
  readonly document: SchemaDocument;
  readonly fields: readonly Field[];
  readonly optionSets: ReadonlyMap<string, readonly string[]>;
  readonly speaker: Speaker;
}

export function cellJudges({ document, fields, optionSets, speaker }: Source): CellJudge[] {
  return fields.flatMap((field) => {
    const property = document.properties[field.id];
    const set = property?.["x-options"];
    const states = property?.["x-lifecycle"];
    return [
      ...(typeof set === "string" ? [optionJudge(field, optionSets.get(set) ?? null, speaker)] : []),
      ...(states !== undefined ? [stateJudge(field, states as Lifecycle, speaker)] : []),
      ...(document["x-rules"] ?? []).flatMap((rule) =>
        rule.kind === "pattern" && rule.field === field.id ? [patternJudge(field, rule)] : [],
      ),
    ];
  });
}

/** `options` null: the set is no more. Nothing can be told from it, so nothing is let through. */
function optionJudge(
  { id, name }: Field,
  options: readonly string[] | null,
  { severityOf }: Speaker,
): CellJudge {
  const allowed = new Set(options ?? []);
  const message =
    options === null
      ? `${name} takes its values from an option set that no longer exists; choose another one in the schema.`
      : `${name} must be one of ${options.length === 0 ? "its options, of which there are none" : listed(options)}.`;
  const fault: Fault = {
    field: id,
    fields: [id],
    reason: reasonOf("options"),
    message,
    severity: severityOf(id),
  };
  return { field: id, judge: (value) => (textsOf(value).every((text) => allowed.has(text)) ? null : fault) };
}

function stateJudge({ id, name }: Field, states: Lifecycle, { severityOf }: Speaker): CellJudge {
  return {
    field: id,
    judge: (after, before) => {
      const breach = lifecycleBreach(states, { before, after });
      if (breach === null) return null;
      const message = `${name} ${breach}`;
      return { field: id, fields: [id], reason: reasonOf("lifecycle"), message, severity: severityOf(id) };
    },
  };
}

function patternJudge({ id }: Field, rule: Extract<CustomRule, { kind: "pattern" }>): CellJudge {
  const compiled = linearPattern(rule.pattern);
  const { message, severity } = rule;
  const fault: Fault = { field: id, fields: [id], reason: `rule:${rule.id}`, message, severity };
  const matches = (text: string): boolean => !compiled.isRefused && compiled.test(text);
  return { field: id, judge: (value) => (textsOf(value).every(matches) ? null : fault) };
}

const textsOf = (value: Exclude<Value, null>): readonly string[] =>
  typeof value === "object" ? value : [String(value)];
