import { listed } from "@/lib/rules/fault-message";
import type { DraftRule } from "./draft-input";

const FORMATS: Readonly<Record<string, string>> = {
  email: "is an e-mail address",
  uri: "is a web address",
  uuid: "is a UUID",
};

/** What each bound asks, in the order in which they are said. */
const BOUNDS: Readonly<Record<string, (bound: unknown) => string>> = {
  minimum: (bound) => `is at least ${bound}`,
  exclusiveMinimum: (bound) => `is above ${bound}`,
  maximum: (bound) => `is at most ${bound}`,
  exclusiveMaximum: (bound) => `is below ${bound}`,
  minLength: (bound) => `has at least ${bound} characters`,
  maxLength: (bound) => `has at most ${bound} characters`,
};

/** A rule of a draft as a sentence about its field. */
export const ruleText = ({ kind, keywords }: Pick<DraftRule, "kind" | "keywords">, name: string): string =>
  `${name} ${WORDS[kind](keywords)}.`;

type Keywords = DraftRule["keywords"];

const WORDS: Readonly<Record<DraftRule["kind"], (keywords: Keywords) => string>> = {
  required: () => "is filled in",
  enum: enumWords,
  format: ({ format }) => FORMATS[String(format)] ?? `has the format ${String(format)}`,
  pattern: ({ pattern }) => `matches ${String(pattern)}`,
  range: (keywords) =>
    Object.entries(BOUNDS)
      .flatMap(([bound, words]) => (keywords[bound] === undefined ? [] : [words(keywords[bound])]))
      .join(" and "),
};

function enumWords({ enum: members, items, "x-lifecycle": lifecycle }: Keywords): string {
  const options = members ?? (items as { readonly enum?: unknown } | undefined)?.enum;
  const each = members === undefined ? "holds only" : "is one of";
  const steps = lifecycle === undefined ? "" : `, and goes only ${stepsIn(lifecycle)}`;
  return `${each} ${listed(Array.isArray(options) ? options : [])}${steps}`;
}

function stepsIn(lifecycle: unknown): string {
  const { transitions = {} } = lifecycle as {
    readonly transitions?: Readonly<Record<string, readonly string[]>>;
  };
  const steps = Object.entries(transitions).flatMap(([from, to]) =>
    to.length === 0 ? [] : [`from ${from} to ${to.join(" or ")}`],
  );
  return steps.length === 0 ? "nowhere from where it is" : steps.join(", ");
}
