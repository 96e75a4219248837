import type { RegistryDefinition, SideDefinition } from "@/lib/db/registries";
import type { RunStore } from "@/lib/db/run-store";
import type { StoredRun } from "@/lib/db/runs";
import type { Direction } from "@/lib/engine/field";
import type { Origin } from "@/lib/engine/row";
import type { Cells, Value } from "@/lib/engine/value";
import type { Kept } from "./kept";

/** A row as the registry has it, and where. */
export interface HeldRow {
  readonly rowId: string;
  readonly key: string;
  readonly cells: Cells;
  /** By side: the record's locator. */
  readonly links: Readonly<Record<string, string>>;
}

export interface OpenNote {
  readonly rowId: string | null;
  readonly subject: string;
  readonly field: string | null;
  readonly reason: string;
}

/** A cell conflict that was decided, with the values that took part and when each is said to have come to be. */
export interface DecidedConflict {
  readonly field: string;
  readonly decidedBy: string;
  readonly base: Value;
  readonly winner: Value;
  readonly candidates: readonly { readonly value: Value; readonly origin: Origin | null }[];
  /** When it was decided, epoch ms. */
  readonly at: number;
}

export interface LedgerLine {
  readonly action: string;
  readonly outcome: string;
  /** Public ids, as they stand in the entry. */
  readonly row: string;
  readonly side: string | null;
}

/** A field that goes another way on a side. */
export interface Turn {
  readonly sideId: string;
  readonly field: string;
  readonly direction: Direction;
}

/** The side's mappings once the field has turned. */
export const turnedMappings = ({ mappings }: SideDefinition, { field, direction }: Turn) =>
  mappings.map((mapping) => (mapping.field === field ? { ...mapping, direction } : mapping));

/** A store under simulation: what runs ask of it, and what the people and the invariants do past them. */
export interface SimStore extends Kept {
  readonly store: RunStore;
  readonly organizationId: string;
  readonly registryId: string;
  addRun(run: StoredRun): Promise<void>;
  /** The registry's runs, oldest first. */
  runs(): Promise<readonly StoredRun[]>;
  changeSettings(
    change: Partial<Pick<RegistryDefinition, "conflict" | "deletes" | "authority">>,
  ): Promise<void>;
  /** Turns a field on a side; false = a run has the registry, and nothing is changed. */
  redirect(turn: Turn): Promise<boolean>;
  /** Gives the organization another plan, as an operator does. */
  setPlan(plan: string): Promise<void>;
  rowOf(sideId: string, locator: string): Promise<string | null>;
  /** What the registry knows this record to have shown last, its row's sides being told; null = it is no row's. */
  agreedOn(sideId: string, locator: string): Promise<Cells | null>;
  rows(): Promise<readonly HeldRow[]>;
  openIssues(): Promise<readonly OpenNote[]>;
  openConflicts(): Promise<readonly OpenNote[]>;
  decidedConflicts(): Promise<readonly DecidedConflict[]>;
  ledger(): Promise<readonly LedgerLine[]>;
  /** The server crashes: UNLOGGED tables are empty. */
  crash(): Promise<void>;
  close(): Promise<void>;
}
