import type { Projection } from "@/lib/engine/row";
import { type Cells, type Value, valuesEqual } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type {
  Abilities,
  Found,
  MappedField,
  Page,
  SideConfig,
  SideConnector,
  SideRecord,
  SideShape,
  WriteOperation,
  WriteReport,
  Written,
} from "../connector";
import { projectValue } from "./codec";
import { tableOf, WRITE_PACE } from "./config";
import type { MemoryStore, MemoryTable } from "./store";

const PAGE = 5_000;

export class MemorySide implements SideConnector {
  readonly abilities: Abilities = {
    stableRecordIds: true,
    recordsMayLoseIds: false,
    cellsMayMove: false,
    refersByKey: false,
    compareAndSet: true,
    distinguishesEmptyText: true,
    lookupLagMs: 0,
    changesPayFrom: Number.POSITIVE_INFINITY,
    changesAreWhole: false,
    typedFields: true,
    lookupBatch: 1_000,
    writeBatch: 1_000,
    writePace: WRITE_PACE,
  };
  private readonly mapped: ReadonlyMap<string, MappedField>;

  constructor(
    private readonly store: MemoryStore,
    private readonly config: SideConfig,
  ) {
    this.mapped = new Map(config.mapped.map((mapped) => [mapped.field.id, mapped]));
  }

  async shape(): Promise<SideShape> {
    const table = this.table();
    const fields = [...table.fields.values()].map((field) => ({
      id: field.id,
      name: field.name,
      type: field.type,
      alternatives: [],
      native: field.type,
      writable: true,
      readOnlyReason: null,
      keyPart: false,
      options: field.options,
      relatesTo: field.relatesTo === null ? null : { table: field.relatesTo },
    }));
    return { fields, rowCount: table.records.size, problems: [] };
  }

  async read(cursor: string | null): Promise<Page> {
    const table = this.table();
    const cut = table.cutNextRead;
    const ids = [...table.records.keys()].filter((id) => cursor === null || id > cursor);
    const page = ids.slice(0, PAGE);
    const last = page.at(-1);
    const records = page.map((id) => this.record(table, id)).filter((record) => record !== null);
    if (ids.length > PAGE && last !== undefined) return { records, next: last, census: null, requests: 1 };
    table.cutNextRead = false;
    if (cut) {
      const census = { complete: false, reason: "The read was cut short." } as const;
      return { records: records.slice(0, -1), next: null, census, requests: 1 };
    }
    const census = { complete: true, total: table.records.size } as const;
    return { records, next: null, census, requests: 1 };
  }

  async find(locators: readonly string[]): Promise<{ found: readonly Found[]; requests: number }> {
    const table = this.table();
    const found = locators.map((locator): Found => {
      const record = this.record(table, locator);
      return record === null ? { locator, state: "absent" } : { locator, state: "present", record };
    });
    return { found, requests: 1 };
  }

  async write(operations: readonly WriteOperation[], deadline: number): Promise<WriteReport> {
    const table = this.table();
    const written: Written[] = [];
    const firstByKey = new Map<string, string>();
    for (const id of [...table.records.keys()].reverse()) firstByKey.set(this.keyOf(table, id), id);
    for (const operation of operations) {
      if (Date.now() >= deadline) {
        const stopped = new AppError("upstream-unavailable", "The time for this step is used up.");
        return { written, stopped, requests: 1 };
      }
      written.push(this.apply(table, firstByKey, operation));
    }
    return { written, stopped: null, requests: 1 };
  }

  project(fieldId: string, value: Value): Projection {
    const mapped = this.mapped.get(fieldId);
    const field = mapped && this.store.tables.get(tableOf(this.config))?.fields.get(mapped.sideField);
    if (!field) return { ok: false, reason: "missing", message: "The field is not there any more." };
    return projectValue(field, value);
  }

  referenceOf(record: { readonly locator: string }): string {
    return record.locator;
  }

  private apply(table: MemoryTable, byKey: Map<string, string>, operation: WriteOperation): Written {
    const { id } = operation;
    const asked = operation.op === "delete" ? {} : operation.cells;
    for (const [field, value] of Object.entries(asked)) {
      const projection = this.project(field, value);
      if (!projection.ok) {
        return { id, outcome: "refused", reason: projection.reason, message: projection.message, field };
      }
    }
    const key = operation.op === "create" ? this.keyText(operation.cells) : null;
    const locator = operation.op === "create" ? (byKey.get(key ?? "") ?? null) : operation.locator;
    const current = locator === null ? null : this.record(table, locator);
    if (current === null || locator === null) {
      if (operation.op === "delete") return { id, outcome: "done", record: null };
      if (operation.op === "update") return { id, outcome: "stale", record: null };
      const made = table.insert(this.stored(asked));
      if (key !== null) byKey.set(key, made);
      return { id, outcome: "done", record: this.record(table, made) };
    }
    if (operation.op !== "delete" && this.holds(current, asked)) {
      return { id, outcome: "done", record: current };
    }
    if (operation.op === "create" || !this.holds(current, operation.expect)) {
      return { id, outcome: "stale", record: current };
    }
    if (operation.op === "delete") {
      table.remove(locator);
      return { id, outcome: "done", record: null };
    }
    table.set(locator, this.stored(asked));
    return { id, outcome: "done", record: this.record(table, locator) };
  }

  private table(): MemoryTable {
    this.store.requests += 1;
    const table = this.store.tables.get(tableOf(this.config));
    if (!table) {
      throw new AppError("connection-broken", "The sample table is not there any more.", {
        remedy: "Choose another table.",
      });
    }
    return table;
  }

  private record(table: MemoryTable, locator: string): SideRecord | null {
    const values = table.records.get(locator);
    if (!values) return null;
    const cells: Record<string, Value> = {};
    const unknown: Record<string, string> = {};
    for (const { field, sideField } of this.config.mapped) {
      if (table.fields.has(sideField)) cells[field.id] = values.get(sideField) ?? null;
      else unknown[field.id] = "The field is not there any more.";
    }
    return { locator, cells, unknown, changedAt: null };
  }

  /** The writable cells by the table's field ids. */
  private stored(cells: Cells): Map<string, Value> {
    const stored = new Map<string, Value>();
    for (const [fieldId, value] of Object.entries(cells)) {
      const mapped = this.mapped.get(fieldId);
      const projection = this.project(fieldId, value);
      if (mapped?.writable && projection.ok) stored.set(mapped.sideField, projection.value);
    }
    return stored;
  }

  private holds(record: SideRecord, cells: Cells): boolean {
    return Object.entries(cells).every(([field, value]) => {
      const projection = this.project(field, value);
      const held = record.cells[field];
      return held !== undefined && projection.ok && valuesEqual(held, projection.value);
    });
  }

  private keyText(cells: Cells): string {
    return JSON.stringify(this.config.key.map((field) => cells[field] ?? null));
  }

  private keyOf(table: MemoryTable, id: string): string {
    return this.keyText(this.record(table, id)?.cells ?? {});
  }
}
