import type { FieldType, Value } from "@/lib/engine/value";
import { type Harness, startHarness } from "@/sandbox/notion/testing/harness";
import type { Connector, SideConfig, WaysOut } from "../connector";
import type { ContractLayout, ContractPlace } from "../contract-harness.test-kit";
import { openNotion } from "./connector";
import { propertyId } from "./ids";

const NATIVE: Readonly<Record<FieldType, string>> = {
  text: "rich_text",
  number: "number",
  integer: "number",
  boolean: "checkbox",
  date: "date",
  datetime: "date",
  "local-datetime": "date",
  select: "select",
  "multi-select": "multi_select",
  json: "rich_text",
  relation: "relation",
};

/** More rows than this, entered at once, are spread over minutes of long ago, as over the life of a table. */
const ROWS_PER_MINUTE = 90;

export interface SandboxPlace extends ContractPlace {
  readonly sandbox: Harness;
  readonly dataSourceId: string;
  /** The whole of what was laid out, through any token. */
  connect(token: string, fetch?: WaysOut["fetch"]): Connector;
  pageIds(): readonly string[];
}

const out = (fetch: WaysOut["fetch"]): WaysOut => ({
  fetch,
  openSocket: () => Promise.reject(new Error("Notion needs no socket")),
});

/** A pretended workspace with one data source laid out as asked; its first field is the title. */
export async function sandboxPlace(layout: ContractLayout): Promise<SandboxPlace> {
  const sandbox = await startHarness();
  const { control } = sandbox;
  const references: Record<string, readonly string[]> = {};
  const properties: Record<string, unknown> = {};
  for (const [at, field] of layout.fields.entries()) {
    const native = at === 0 ? "title" : NATIVE[field.type];
    const options = (layout.options?.[field.id] ?? []).map((name) => ({ name }));
    properties[field.name] = { [native]: native.endsWith("select") ? { options } : {} };
    const count = layout.targets?.[field.id];
    if (count === undefined) continue;
    const target = control("create-database", { title: field.name, properties: { Name: "title" } });
    const rows = Array.from({ length: count }, (_, row) => ({ Name: `t${row}` }));
    const made = control("create-rows", { dataSourceId: target.dataSourceId, rows });
    references[field.id] = made.pageIds as string[];
    properties[field.name] = { relation: { data_source_id: target.dataSourceId, single_property: {} } };
  }
  const dataSourceId = String(control("create-database", { title: "Companies", properties }).dataSourceId);
  const names = new Map(layout.fields.map((field) => [field.id, field.name]));
  const config = configOf(layout, dataSourceId, idsByName(control("list-tables"), dataSourceId));
  const connect = (token: string, fetch = globalThis.fetch) =>
    openNotion({ token }, out(fetch), { baseUrl: sandbox.url });
  const plain = (cells: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(cells).map(([id, value]) => [names.get(id) ?? id, value]));
  const rowsIn = (inTrash: boolean, search = "") =>
    control("rows", { dataSourceId, search, inTrash, limit: 100_000 }).rows as {
      pageId: string;
      cells: Record<string, string>;
    }[];
  const idOf = (key: string): string => {
    const title = layout.fields[0]?.name ?? "";
    const row = rowsIn(false, key).find((each) => each.cells[title] === key);
    if (row === undefined) throw new Error(`no row ${key}`);
    return row.pageId;
  };
  return {
    sandbox,
    dataSourceId,
    config,
    references,
    connect,
    pageIds: () => rowsIn(false).map((row) => row.pageId),
    open: (asked) => connect(sandbox.token).side(asked),
    insert: async (rows) => {
      if (rows.length <= ROWS_PER_MINUTE) {
        control("create-rows", { dataSourceId, rows: rows.map(plain) });
        return;
      }
      const start = Date.now() - 400 * 24 * 3_600_000;
      for (let at = 0; at < rows.length; at += ROWS_PER_MINUTE) {
        const createdAt = start + (at / ROWS_PER_MINUTE) * 60_000;
        control("create-rows", {
          dataSourceId,
          rows: rows.slice(at, at + ROWS_PER_MINUTE).map(plain),
          createdAt,
        });
      }
    },
    edit: async (key, field, value) =>
      void control("edit-cell", { pageId: idOf(key), property: names.get(field), value }),
    remove: async (key) => void control("trash", { pageIds: [idOf(key)] }),
    rename: async (field, name) => {
      control("rename-property", { dataSourceId, property: names.get(field), name });
      names.set(field, name);
    },
    drop: async (field) => void control("remove-property", { dataSourceId, property: names.get(field) }),
    fingerprint: async () => String((control("counts") as { writes: number }).writes),
    requests: () => (control("counts") as { total: number }).total,
    dispose: () => sandbox.stop(),
  };
}

function idsByName(tables: unknown, dataSourceId: string): ReadonlyMap<string, string> {
  const listed = tables as { dataSourceId: string; properties: { id: string; name: string }[] }[];
  const table = listed.find((each) => each.dataSourceId === dataSourceId);
  return new Map((table?.properties ?? []).map(({ id, name }) => [name, propertyId(id)]));
}

const configOf = (
  layout: ContractLayout,
  dataSourceId: string,
  ids: ReadonlyMap<string, string>,
): SideConfig => ({
  address: { dataSourceId },
  key: layout.key,
  mapped: layout.fields.map((field) => ({ field, sideField: ids.get(field.name) ?? "", writable: true })),
});
