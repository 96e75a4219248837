import type { Field } from "@/lib/engine/field";
import type { Cells, FieldType, Value } from "@/lib/engine/value";
import type { SideConfig, SideConnector } from "./connector";

/** A table, data source or sheet that a harness is to lay out, empty. */
export interface ContractLayout {
  readonly fields: readonly Field[];
  /** Canonical field ids that identify a row. */
  readonly key: readonly string[];
  /** The options to prepare for select and multi-select fields. */
  readonly options?: Readonly<Record<string, readonly string[]>>;
  /** For each relation field: how many records to lay out in the table it points at. */
  readonly targets?: Readonly<Record<string, number>>;
}

/**
 * One laid-out place with a person at it. The person works past the connector: through the sandbox's human
 * API, with SQL, in the store. Rows are named by the text of their first key field.
 * A gesture that a system does not know is left out; the kit then leaves out its cases.
 */
export interface ContractPlace {
  /** Every field mapped and writable. */
  readonly config: SideConfig;
  /** Opens the place as a fresh process would. */
  open(config: SideConfig): SideConnector;
  /** For each relation field the references of the targets laid out. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Adds rows in bulk (10,001 at once). Values have passed `project`; relation cells hold references. */
  insert(rows: readonly Cells[]): Promise<void>;
  edit(key: string, field: string, value: Value): Promise<void>;
  remove(key: string): Promise<void>;
  rename?(field: string, name: string): Promise<void>;
  drop?(field: string): Promise<void>;
  /** The next read from its start to its end misses a record, as the system really does it (cap, lag, cut page). */
  truncateNextRead?(): Promise<void>;
  /** Text that changes with any effect on the place, even one that writes the values already there. */
  fingerprint?(): Promise<string>;
  /** Provider calls seen so far; the kit compares it with what the connector reports. */
  requests?(): number;
  dispose(): Promise<void>;
}

export interface ContractHarness {
  /** Field types that a place of this kind can have a field of. */
  readonly types: readonly FieldType[];
  /** The system lets two records have the same key. */
  readonly duplicateKeys: boolean;
  /** A key may consist of two fields. */
  readonly compositeKeys: boolean;
  make(layout: ContractLayout): Promise<ContractPlace>;
}
