import type { Projection } from "@/lib/engine/row";
import type { Value } from "@/lib/engine/value";
import type {
  Abilities,
  Found,
  Page,
  SideConfig,
  SideConnector,
  SideRecord,
  SideShape,
  WriteOperation,
  WriteReport,
} from "../connector";
import type { GoogleClient } from "./client";
import { tabAddressOf, WRITE_PACE } from "./config";
import { nameRows } from "./name-rows";
import { projectValue } from "./project";
import { findRecords, readPage } from "./read";
import { hasRowIds } from "./row-id";
import { shapeOf } from "./shape";
import { Tab } from "./tab";
import { writeOperations } from "./write";

const ABILITIES: Abilities = {
  stableRecordIds: false,
  recordsMayLoseIds: false,
  cellsMayMove: true,
  refersByKey: true,
  compareAndSet: false,
  distinguishesEmptyText: false,
  lookupLagMs: 0,
  changesPayFrom: Number.POSITIVE_INFINITY,
  changesAreWhole: false,
  typedFields: false,
  // One read of the tab answers for all of them.
  lookupBatch: 5_000,
  writeBatch: 2_000,
  writePace: WRITE_PACE,
};

/** One tab as a side: its first row names the columns, and rows are found by their key cells or by ids that we write. */
export class SheetSide implements SideConnector {
  readonly abilities: Abilities;
  readonly #config: SideConfig;
  readonly #tab: Tab;

  constructor(client: GoogleClient, config: SideConfig) {
    const named = hasRowIds(config.address);
    this.abilities = { ...ABILITIES, stableRecordIds: named, recordsMayLoseIds: named };
    this.#config = config;
    this.#tab = new Tab(client, tabAddressOf(config.address));
  }

  shape(): Promise<SideShape> {
    return shapeOf(this.#tab);
  }

  read(cursor: string | null): Promise<Page> {
    return readPage(this.#tab, this.#config, cursor);
  }

  async find(
    locators: readonly string[],
  ): Promise<{ readonly found: readonly Found[]; readonly requests: number }> {
    const before = this.#tab.requests;
    const found = await findRecords(this.#tab, this.#config, locators);
    return { found, requests: this.#tab.requests - before };
  }

  write(operations: readonly WriteOperation[], deadline: number): Promise<WriteReport> {
    return writeOperations(this.#tab, this.#config, operations, deadline);
  }

  /** Costs nothing where a write of this connector has done it already: each of our batches writes what ids are missing. */
  async nameRecords(): Promise<{ readonly requests: number }> {
    const before = this.#tab.requests;
    if (hasRowIds(this.#config.address) && !this.#tab.isNamed) await nameRows(this.#tab, this.#config);
    return { requests: this.#tab.requests - before };
  }

  project(fieldId: string, value: Value): Projection {
    const mapped = this.#config.mapped.find(({ field }) => field.id === fieldId);
    if (!mapped) return { ok: false, reason: "not-mapped", message: "This field is not mapped to a column." };
    return projectValue(mapped.field.type, value);
  }

  /** The text of the single key cell; rows with composite keys cannot be referred to in a cell. */
  referenceOf(record: Pick<SideRecord, "locator" | "cells">): string | null {
    const [field, second] = this.#config.key;
    const key = field === undefined || second !== undefined ? null : record.cells[field];
    if (typeof key === "boolean") return key ? "TRUE" : "FALSE";
    return typeof key === "string" ? key : null;
  }
}
