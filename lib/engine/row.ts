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
}

export interface MergeRules {
  readonly fields: readonly Field[];
  /** The fields that identify a row: a side is given a new row only with all of them. */
  readonly key: readonly string[];
  readonly sides: readonly SideRules[];
  readonly strategy: Strategy;
  readonly strategyByField: Readonly<Record<string, Strategy>>;
  /** The side that wins under `authority`. */
  readonly authority: string | null;
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
      /** Which rule decided, or that none could: "last-write-wins", "hash (origins overlap)", "manual" ... */
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
   * merged = the base becomes `cells`; deleted = the row leaves once every delete is done; frozen = nothing
   * moves this run.
   */
  readonly outcome: "merged" | "deleted" | "frozen";
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
}
