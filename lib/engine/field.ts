import type { FieldType } from "./value";

/** A canonical field of a registry. */
export interface Field {
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  /** The registry that a relation points into; set for `relation` and only there. */
  readonly target?: string;
}

/**
 * Where a field's values may flow on one side: *both*; *in* = read, never written; *out* = written, edits
 * there never merge; *off*.
 */
export type Direction = "both" | "in" | "out" | "off";

/** Who wins when sides disagree about a cell. */
export type Strategy = "last-write-wins" | "hash" | "authority" | "manual";

/** What a row's deletion on one side does on the others. */
export type DeletePolicy = "hold" | "propagate" | "archive" | "never";
