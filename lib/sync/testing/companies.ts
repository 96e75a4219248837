import { expect } from "vitest";
import { listConflicts } from "@/lib/services/conflicts/list-conflicts";
import { listIssues } from "@/lib/services/issues/list-issues";
import { createRegistry } from "@/lib/services/registries/create-registry";
import { createRegistryInput } from "@/lib/services/registries/registry-input";
import { listRows } from "@/lib/services/rows/browse-rows";
import type { RunView } from "@/lib/services/runs/run-view";
import type { Tenant } from "./tenant";
import type { World } from "./world";

/** A company as people see it on any side: every cell as text, "" for an empty one, tags sorted. */
export type Company = Readonly<Record<"Code" | "Name" | "City" | "Staff" | "Sector" | "Tags", string>>;
export type Column = keyof Company;

export const COLUMNS: readonly Column[] = ["Code", "Name", "City", "Staff", "Sector", "Tags"];
const TYPES = {
  Code: "text",
  Name: "text",
  City: "text",
  Staff: "integer",
  Sector: "select",
  Tags: "multi-select",
} as const;
const SECTORS = ["Energy", "Food", "Software"] as const;

/** The company with this number: C07 and so on. */
export function company(number: number, changes: Partial<Company> = {}): Company {
  return {
    Code: `C${String(number).padStart(2, "0")}`,
    Name: `Company ${number}`,
    City: number % 2 === 0 ? "Lisbon" : "Oslo",
    Staff: String(number * 10),
    Sector: SECTORS[number % 3] ?? "",
    Tags: number % 4 === 0 ? "" : "green, old",
    ...changes,
  };
}

export const companies = (from: number, to: number): Company[] =>
  Array.from({ length: to - from + 1 }, (_, at) => company(from + at));

/** What people do by hand in one of the three places. */
export interface Hands {
  rows(): Promise<Company[]>;
  add(...rows: readonly Partial<Company>[]): Promise<void>;
  edit(code: string, column: Column, value: string): Promise<void>;
  remove(...codes: readonly string[]): Promise<void>;
}

export interface Companies {
  readonly id: string;
  readonly notion: Hands & { readonly dataSourceId: string; pageOf(code: string): string };
  readonly table: Hands & { readonly name: string };
  readonly sheet: Hands & {
    readonly spreadsheetId: string;
    readonly sheetId: number;
    columnOf(header: string): number;
    rowOf(code: string): number;
  };
  /** The public ids of the sides. */
  readonly sides: { readonly notion: string; readonly postgres: string; readonly google: string };
  run(): Promise<RunView>;
  /** All three places show the same rows: these. */
  equal(): Promise<Company[]>;
  issues(): Promise<{ reason: string; side: string; field: string | null; subjects: readonly string[] }[]>;
  conflicts(): ReturnType<typeof listConflicts>;
  registryRows(): ReturnType<typeof listRows>;
}

export interface CompaniesOptions {
  readonly name?: string;
  readonly table?: string;
  readonly notion?: readonly Company[];
  readonly postgres?: readonly Company[];
  readonly sheet?: readonly Company[];
  readonly settings?: Record<string, unknown>;
  /** Notion's property for the sector: a status takes only the options that it has. */
  readonly sector?: "select" | "status";
  readonly tenant?: Tenant;
  /** The sheet's rows get ids. */
  readonly rowIds?: boolean;
}

/** Places the companies in a new data source, table and spreadsheet, and makes a registry over them. */
export async function makeCompanies(world: World, options: CompaniesOptions = {}): Promise<Companies> {
  const { name = "Companies", table = "companies", tenant = world.tenant } = options;
  const notion = placeInNotion(world, name, options.sector ?? "select");
  const sql = await placeInPostgres(world, table);
  const sheet = placeInSheet(world, name, tenant.googleEmail);
  await notion.add(...(options.notion ?? []));
  await sql.add(...(options.postgres ?? []));
  await sheet.add(...(options.sheet ?? []));
  const { connections, caller } = tenant;
  const made = await createRegistry(
    caller,
    createRegistryInput.parse({
      name,
      key: ["Code"],
      schedule: "manual",
      fields: COLUMNS.map((column) => ({ name: column, type: TYPES[column] })),
      sides: [
        { connectionId: connections.notion, location: { dataSourceId: notion.dataSourceId } },
        { connectionId: connections.postgres, location: { schema: "public", table } },
        {
          connectionId: connections.google,
          location: { spreadsheetId: sheet.spreadsheetId, sheetId: sheet.sheetId, title: name },
          rowIds: options.rowIds,
        },
      ],
      ...options.settings,
    }),
  );
  const sideOf = (kind: string) => made.sides.find((side) => side.kind === kind)?.id ?? "";
  return {
    id: made.id,
    notion,
    table: sql,
    sheet,
    sides: {
      notion: sideOf("notion"),
      postgres: sideOf("postgres"),
      google: made.sides.find((side) => side.kind.startsWith("google"))?.id ?? "",
    },
    run: () => world.run(made.id, {}, tenant),
    equal: async () => {
      const [inNotion, inTable, inSheet] = await Promise.all([notion.rows(), sql.rows(), sheet.rows()]);
      expect(inTable, "Postgres against Notion").toEqual(inNotion);
      expect(inSheet, "the sheet against Notion").toEqual(inNotion);
      return inNotion;
    },
    issues: async () => [...(await listIssues(caller, made.id)).data],
    conflicts: () => listConflicts(caller, made.id, { cursor: null }),
    registryRows: () => listRows(caller, made.id, { key: null, cursor: null }),
  };
}

const sorted = (rows: Company[]): Company[] =>
  rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const shown = (cell: (column: Column) => unknown): Company => {
  const text = (column: Column) => String(cell(column) ?? "");
  const tags = text("Tags").split(", ").sort().join(", ");
  return {
    ...(Object.fromEntries(COLUMNS.map((column) => [column, text(column)])) as Company),
    Tags: tags,
  };
};

const tagsOf = (text: string): string[] | null => (text === "" ? null : text.split(", "));

function placeInNotion(world: World, title: string, sector: string): Companies["notion"] {
  const properties = {
    Code: "title",
    Name: "rich_text",
    City: "rich_text",
    Staff: "number",
    Sector: sector,
    Tags: "multi_select",
  };
  const { dataSourceId } = world.notion<{ dataSourceId: string }>("create-database", { title, properties });
  const listed = () =>
    world.notion<{ rows: { pageId: string; cells: Record<string, string> }[] }>("rows", {
      dataSourceId,
      limit: 10_000,
    }).rows;
  const pageOf = (code: string): string => {
    const row = listed().find(({ cells }) => cells.Code === code);
    if (!row) throw new Error(`Notion has no ${code}`);
    return row.pageId;
  };
  const typed = (column: string, value: string) =>
    value === "" ? null : column === "Staff" ? Number(value) : column === "Tags" ? tagsOf(value) : value;
  return {
    dataSourceId,
    pageOf,
    rows: async () => sorted(listed().map(({ cells }) => shown((column) => cells[column]))),
    add: async (...rows) => {
      const entered = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([column, value]) => [column, typed(column, value)])),
      );
      world.notion("create-rows", { dataSourceId, rows: entered });
    },
    edit: async (code, column, value) => {
      world.notion("edit-cell", { pageId: pageOf(code), property: column, value: typed(column, value) });
    },
    remove: async (...codes) => {
      world.notion("trash", { pageIds: codes.map(pageOf) });
    },
  };
}

async function placeInPostgres(world: World, name: string): Promise<Companies["table"]> {
  await world.sql(`create table ${name} ("Code" text primary key, "Name" text, "City" text, "Staff" bigint,
    "Sector" text, "Tags" text[])`);
  const typed = (column: string, value: string) =>
    value === "" ? null : column === "Tags" ? tagsOf(value) : value;
  return {
    name,
    rows: async () => {
      const rows = await world.sql<Record<Column, unknown>>(
        `select "Code", "Name", "City", "Staff", "Sector", array_to_string("Tags", ', ') as "Tags" from ${name}`,
      );
      return sorted(rows.map((row) => shown((column) => row[column])));
    },
    add: async (...rows) => {
      for (const row of rows) {
        const columns = Object.keys(row).map((column) => `"${column}"`);
        const values = Object.entries(row).map(([column, value]) => typed(column, value));
        const places = columns.map((_, at) => `$${at + 1}`);
        await world.sql(`insert into ${name} (${columns}) values (${places})`, values);
      }
    },
    edit: async (code, column, value) => {
      await world.sql(`update ${name} set "${column}" = $2 where "Code" = $1`, [code, typed(column, value)]);
    },
    remove: async (...codes) => {
      await world.sql(`delete from ${name} where "Code" = any($1)`, [codes]);
    },
  };
}

function placeInSheet(world: World, title: string, owner: string): Companies["sheet"] {
  const made = world.google<{ spreadsheetId: string; sheets: { sheetId: number }[] }>("create-spreadsheet", {
    title,
    owner,
    sheets: [{ title, rows: [COLUMNS] }],
  });
  const place = { spreadsheetId: made.spreadsheetId, sheetId: made.sheets[0]?.sheetId ?? 0 };
  const lines = () => world.google<{ rows: string[][] }>("rows", { ...place, limit: 10_000 }).rows;
  const columnOf = (header: string) => (lines()[0] ?? []).indexOf(header);
  const rowOf = (code: string): number => {
    const column = columnOf("Code");
    const row = lines().findIndex((cells, at) => at > 0 && cells[column] === code);
    if (row < 0) throw new Error(`the sheet has no ${code}`);
    return row;
  };
  return {
    ...place,
    columnOf,
    rowOf,
    rows: async () => {
      const [header = [], ...rest] = lines();
      const filled = rest.filter((cells) => cells.some((cell) => cell !== ""));
      return sorted(filled.map((cells) => shown((column) => cells[header.indexOf(column)])));
    },
    add: async (...rows) => {
      const header = lines()[0] ?? [];
      for (const row of rows) {
        const values = header.map((name) => row[name as Column] ?? "");
        world.google("append-row", { ...place, values });
      }
    },
    edit: async (code, column, value) => {
      world.google("edit-cell", { ...place, row: rowOf(code), column: columnOf(column), value });
    },
    remove: async (...codes) => {
      world.google("delete-rows", { ...place, rows: codes.map(rowOf) });
    },
  };
}
