/** What a rule has against a row. Faults are values: finding one is the rules' work, not a failure of it. */

/** An *error* keeps a changed cell from being taken; a *warning* only reports. */
export type Severity = "error" | "warning";

export interface Fault {
  /** The field at fault; null where several are and none of them more than the others. */
  readonly field: string | null;
  /** Every field whose value the rule looked at to find the fault, `field` among them. */
  readonly fields: readonly string[];
  /** Stable, and what issues are grouped by: `rule:required`, `rule:range`, or `rule:` and a custom rule's id. */
  readonly reason: string;
  /** For people: what, where, how to mend it. Names fields, never a cell's value. */
  readonly message: string;
  readonly severity: Severity;
}

/** The reasons of the rules that every schema can have. A custom rule may not take one of their names. */
export const BUILT_IN_REASONS = [
  "required",
  "type",
  "enum",
  "pattern",
  "range",
  "format",
  "shape",
  "size",
  "options",
  "lifecycle",
] as const;

export type BuiltInReason = (typeof BUILT_IN_REASONS)[number];

export const reasonOf = (name: BuiltInReason): string => `rule:${name}`;
