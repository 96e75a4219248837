import type { DeletePolicy, Direction, Field, Strategy } from "./field";
import type { Cells, Value } from "./value";

/** When a value came to be, as milliseconds: after `after` (last seen unchanged), at or before `before`. */
export interface Origin {
  readonly after: number;
  readonly before: number;
}

/**
 * What a run knows of one row on one side.
 *
 * - present: seen; `unknown` lists the fields whose value could not be read.
 * - absent: proven gone by a complete census and a point read.
 * - carried: not returned by a delta read; stands as last acknowledged. Never absent, never a change.
 * - unknown: not readable now. Freezes the row: no delete, no write, no base change because of it.
 * - never: the side has never held the row (no link) and a complete census did not show it.
 */
export type Observed =
  | {
      readonly state: "present";
      readonly cells: Cells;
      readonly unknown: readonly string[];
      /** Fields whose shown value breaks a rule: such an edit never wins, and counts only against a deletion. */
      readonly invalid?: readonly string[];
      readonly origin: Origin | null;
    }
  | { readonly state: "absent"; readonly origin: Origin | null }
  | { readonly state: "carried" }
  | { readonly state: "unknown"; readonly reason: string }
  | { readonly state: "never" };

/** What a side would hold after being given `value`, or why it cannot: `decode(encode(value))`. */
export type Projection =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string; readonly message: string };

/** One side as the merge sees it. Everything that needs a connector is passed in as a pure function. */
export interface SideRules {
  readonly sideId: string;
  /** Position in the order of application and in tie-breaks. */
  readonly position: number;
  /** By field id; a field that is not mapped is `off`. */
  readonly directions: Readonly<Record<string, Direction>>;
  readonly mayCreate: boolean;
  readonly mayDelete: boolean;
  project(fieldId: string, value: Value): Projection;
}

export interface SideState {
  readonly sideId: string;
  readonly observed: Observed;
  /** The cells that this side last acknowledged (canonical, before projection); null = it never held the row. */
  readonly acknowledged: Cells | null;
}

/** A person's decision on the conflict whose `conflictFingerprint` is `conflict`; void once that conflict changes. */
export interface Choice {
  readonly conflict: string;
  readonly value: Value;
}

/** What a person ordered for one row: an undo, a restore, a loser chosen later, a value given by hand. */
export interface RowOrder {
  /**
   * By field id. `expect` given = only while the cell would otherwise be that and no side is deleting the row; else
   * unconditional, and an edit that a deletion loses to. A field that the rules do not name is passed over.
   */
  readonly cells: Readonly<Record<string, { readonly value: Value; readonly expect?: Value }>>;
  /** The row comes back on the sides that lost it; a lost row that no side holds is made anew from base and `cells`. */
  readonly keep: boolean;
  /**
   * The row leaves: these sides are to delete it, all others keep their record unlinked. Only while the row is as
   * `expect` says; a field that is missing there is expected to be empty.
   */
  readonly remove: { readonly sides: readonly string[]; readonly expect: Cells } | null;
}

export interface RowState {
  readonly rowId: string;
  /** The merged row as of the last run; null = the row is new. A field without an entry was never merged. */
  readonly base: Cells | null;
  /** When each merged value came to be, where known: our own writes never count as edits. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** A side of the rules that is missing here takes no part: it is not read, not written, and bars a delete. */
  readonly sides: readonly SideState[];
  /** By field id. */
  readonly choices?: Readonly<Record<string, Choice>>;
  readonly order?: RowOrder | null;
}

export interface MergeRules {
  readonly fields: readonly Field[];
  /** The fields that identify a row: a side is given a new row only with all of them. */
  readonly key: readonly string[];
  readonly sides: readonly SideRules[];
  readonly strategy: Strategy;
  /** Where a field has an entry, both its strategy and its authority come from there. */
  readonly strategyByField: Readonly<
    Record<string, { readonly strategy: Strategy; readonly authority: string | null }>
  >;
  /** The side that wins under `authority`. */
  readonly authority: string | null;
  /** Sides whose value stands where a cell was never merged before: each field's own, else the default. */
  readonly winners: { readonly default: string | null; readonly fields: Readonly<Record<string, string>> };
  /** By field that is mapped anew on some side: the side whose value stands there, against all that was never agreed on. */
  readonly filledFrom?: Readonly<Record<string, string>>;
  readonly deletes: DeletePolicy;
  /** Last write wins trusts two origins to be ordered only if they are further apart than this, in ms. */
  readonly clockToleranceMs: number;
  /** SHA-256 as lower-case hex; passed in because the engine imports nothing. */
  digest(text: string): string;
}

export type CellWrite = { readonly field: string; readonly before: Value; readonly after: Value };

/** What one side is to be told. `cells` are canonical; the connector encodes them. */
export type SideWrite =
  | { readonly op: "create"; readonly sideId: string; readonly cells: Cells }
  | { readonly op: "update"; readonly sideId: string; readonly cells: readonly CellWrite[] }
  | { readonly op: "delete"; readonly sideId: string; readonly expect: Cells };

export type Conflict =
  | {
      readonly kind: "cell";
      readonly field: string;
      readonly base: Value;
      readonly candidates: readonly {
        readonly sideId: string;
        readonly value: Value;
        readonly origin: Origin | null;
      }[];
      /** Null while a person must choose. */
      readonly winner: Value | null;
      readonly resolved: boolean;
      /** Which rule decided, or that none could: "last-write-wins", "first sync", "validation", "person", "manual" ... */
      readonly decidedBy: string;
    }
  | {
      readonly kind: "delete-edit";
      readonly deletedOn: readonly string[];
      readonly editedOn: readonly string[];
      readonly survives: boolean;
      readonly decidedBy: string;
    };

/** A cell or row that a side cannot take; the rest of the row goes on. */
export interface RowIssue {
  readonly sideId: string;
  readonly field: string | null;
  readonly reason: string;
  readonly message: string;
}

/**
 * What a side acknowledges by a decision; null = it does not hold the row and its link goes. Read it through
 * `acknowledgedAfter`.
 */
export interface Acknowledgement {
  readonly sideId: string;
  /** Once its write is done, or at once if it has none. */
  readonly cells: Cells | null;
  /** If its write fails: what it shows of the base and of the merged row all the same. */
  readonly otherwise: Cells | null;
}

/** The decision for one row: what the base becomes, who is told what, who agrees already. */
export interface RowDecision {
  readonly rowId: string;
  /**
   * merged = the base becomes `cells`; deleted = the row leaves once every delete is done, and a side that was
   * not told to delete keeps its record unlinked; frozen = nothing moves this run; outside = the row does not pass
   * the registry's filter: nothing moves, links stay.
   */
  readonly outcome: "merged" | "deleted" | "frozen" | "outside";
  readonly cells: Cells | null;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly writes: readonly SideWrite[];
  /** Sides that hold the merged row already, every cell of it settled: they acknowledge it without a write. */
  readonly agreed: readonly string[];
  /** Only the sides whose acknowledged cells change. */
  readonly acknowledgements: readonly Acknowledgement[];
  readonly conflicts: readonly Conflict[];
  readonly issues: readonly RowIssue[];
  readonly frozenBecause: string | null;
  /**
   * Fields of the order that were left as they are: the cell, or for `remove` the row, is no longer as expected, or
   * the row was deleted.
   */
  readonly overtaken: readonly string[];
}
