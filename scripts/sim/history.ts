import type { Cells, Value } from "@/lib/engine/value";
import type { SimSystem } from "./system";

/** What a person did, in the order in which it was done. `value` is a token that occurs once in a simulation. */
export interface PersonEdit {
  readonly at: number;
  readonly system: SimSystem;
  readonly recordId: string;
  readonly field: string;
  readonly value: Value;
  /** What stood there before: what the person has overwritten by own hand. */
  readonly before: Value;
  /** The registry knew that this record showed what stood there before. */
  readonly isOnKnown: boolean;
}

/** A person changed something of a record: what a system tells as the record's time of change. */
export interface PersonTouch {
  readonly at: number;
  readonly system: SimSystem;
  readonly recordId: string;
  /** What the record showed then. */
  readonly shown: readonly Value[];
}

export interface PersonRemoval {
  readonly at: number;
  readonly system: SimSystem;
  readonly recordId: string;
  readonly key: Value;
  /** The registry's row, where the record was linked to one. */
  readonly rowId: string | null;
}

export interface EngineEffect {
  readonly at: number;
  readonly system: SimSystem;
  readonly op: "create" | "update" | "delete";
  readonly rowId: string;
  readonly recordId: string;
  readonly key: Value;
}

/** A person's value that an engine's write has taken away although it came after the comparison: the known residual. */
export interface WindowLoss {
  readonly system: SimSystem;
  readonly recordId: string;
  readonly field: string;
  readonly value: Value;
}

/** Everything that was done to the systems, for the invariants. */
export class History {
  readonly edits: PersonEdit[] = [];
  readonly touches: PersonTouch[] = [];
  readonly removals: PersonRemoval[] = [];
  /** Somebody has entered a record under the key, or given it to one. */
  readonly entries: { readonly at: number; readonly key: Value }[] = [];
  readonly effects: EngineEffect[] = [];
  /** The engine's deletions of records that were gone already. */
  readonly vainDeletions: {
    readonly at: number;
    readonly system: SimSystem;
    readonly rowId: string;
  }[] = [];
  readonly windowLosses: WindowLoss[] = [];
  /** Tokens that an engine's write has taken away while they were kept nowhere. */
  readonly lostTokens = new Set<string>();
  /** Tokens that people have ever written, set members each by itself. */
  readonly tokens = new Set<string>();

  /** Tokens of records that were given another key where that makes another record of them: they may live on under both. */
  readonly moved = new Set<string>();

  movedAway(cells: Cells): void {
    for (const value of Object.values(cells)) for (const token of tokensOf(value)) this.moved.add(token);
  }

  /** Notes that a person has written this value. */
  told(value: Value): void {
    for (const token of tokensOf(value)) this.tokens.add(token);
  }
}

export const tokensOf = (value: Value): readonly string[] =>
  value === null
    ? []
    : typeof value === "boolean"
      ? [String(value)]
      : typeof value === "string"
        ? [value]
        : value;
