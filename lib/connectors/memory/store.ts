import type { FieldType, Value } from "@/lib/engine/value";

export interface MemoryField {
  readonly id: string;
  name: string;
  readonly type: FieldType;
  readonly options: readonly string[] | null;
  /** The table that a relation points at. */
  readonly relatesTo: string | null;
}

/** One table: fields by id, records by id, each with values by field id. Null values are not stored. */
export class MemoryTable {
  readonly fields = new Map<string, MemoryField>();
  readonly records = new Map<string, Map<string, Value>>();
  /** Grows with every effect on a record. */
  effects = 0;
  /** The next read loses its last record and must own up to it. */
  cutNextRead = false;
  private nextId = 1;

  constructor(
    readonly name: string,
    fields: readonly Omit<MemoryField, "id">[],
  ) {
    fields.forEach((field, at) => {
      this.fields.set(`f${at + 1}`, { ...field, id: `f${at + 1}` });
    });
  }

  /** Ids sort as text in the order of insertion, so a cursor can be an id. */
  insert(cells: ReadonlyMap<string, Value>): string {
    const id = `m${String(this.nextId).padStart(12, "0")}`;
    this.nextId += 1;
    this.records.set(id, new Map(cells));
    this.effects += 1;
    return id;
  }

  set(id: string, cells: ReadonlyMap<string, Value>): void {
    const record = this.records.get(id);
    if (!record) return;
    for (const [field, value] of cells) {
      if (value === null) record.delete(field);
      else record.set(field, value);
    }
    this.effects += 1;
  }

  remove(id: string): void {
    if (this.records.delete(id)) this.effects += 1;
  }
}

/** A system that lives in this process: tables by name. */
export class MemoryStore {
  readonly tables = new Map<string, MemoryTable>();
  requests = 0;

  create(name: string, fields: readonly Omit<MemoryField, "id">[]): MemoryTable {
    const table = new MemoryTable(name, fields);
    this.tables.set(name, table);
    return table;
  }
}

const stores = new Map<string, MemoryStore>();

/** The store of this name, made at first use; it lives as long as the process. */
export function memoryStore(name: string): MemoryStore {
  const known = stores.get(name);
  if (known) return known;
  const store = new MemoryStore();
  stores.set(name, store);
  return store;
}
