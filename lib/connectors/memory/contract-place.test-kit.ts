import { randomUUID } from "node:crypto";
import type { Cells, Value } from "@/lib/engine/value";
import type { ContractLayout, ContractPlace } from "../contract-harness.test-kit";
import { openMemory } from "./connector";
import { type MemoryTable, memoryStore } from "./store";

/** A store of its own with one table, laid out as asked. */
export async function memoryPlace(
  layout: ContractLayout,
): Promise<ContractPlace & { readonly table: MemoryTable }> {
  const name = randomUUID();
  const store = memoryStore(name);
  const table = store.create(
    "companies",
    layout.fields.map((field) => ({
      name: field.name,
      type: field.type,
      options: layout.options?.[field.id] ?? null,
      relatesTo: layout.targets?.[field.id] ? field.id : null,
    })),
  );
  const references: Record<string, readonly string[]> = {};
  for (const [field, count] of Object.entries(layout.targets ?? {})) {
    const target = store.create(field, [{ name: "Code", type: "text", options: null, relatesTo: null }]);
    references[field] = Array.from({ length: count }, (_, at) => target.insert(new Map([["f1", `t${at}`]])));
  }
  const sideFields = new Map(layout.fields.map((field, at) => [field.id, `f${at + 1}`]));
  const stored = (cells: Cells) =>
    new Map(
      Object.entries(cells).map(([field, value]): [string, Value] => [sideFields.get(field) ?? "", value]),
    );
  return {
    table,
    config: {
      address: { table: "companies" },
      mapped: layout.fields.map((field) => ({
        field,
        sideField: sideFields.get(field.id) ?? "",
        writable: true,
      })),
      key: layout.key,
    },
    open: (config) => openMemory({ store: name }).side(config),
    references,
    insert: async (rows) => rows.forEach((cells) => void table.insert(stored(cells))),
    edit: async (key, field, value) => table.set(idOf(table, key), stored({ [field]: value })),
    remove: async (key) => table.remove(idOf(table, key)),
    rename: async (field, to) => {
      const known = table.fields.get(sideFields.get(field) ?? "");
      if (known) known.name = to;
    },
    drop: async (field) => void table.fields.delete(sideFields.get(field) ?? ""),
    truncateNextRead: async () => {
      table.cutNextRead = true;
    },
    fingerprint: async () => String(table.effects),
    requests: () => store.requests,
    dispose: async () => store.tables.clear(),
  };
}

/** The first record with this key, as a person would look it up. */
function idOf(table: MemoryTable, key: string): string {
  for (const [id, record] of table.records) if (record.get("f1") === key) return id;
  throw new Error(`no record ${key}`);
}
