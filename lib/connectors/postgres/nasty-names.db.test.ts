import pg from "pg";
import { expect, it } from "vitest";
import type { WriteOperation } from "../connector";
import { customerDatabase } from "./customer-database.test-kit";

const SCHEMAS = 10;
const TABLES = 90;
const COLUMNS = 21;
const LATER = Number.MAX_SAFE_INTEGER;
const id = pg.escapeIdentifier;

const PIECES = [
  '"',
  '""',
  "'",
  "''",
  "\\",
  "\\'",
  "`",
  ";",
  "--",
  "/*",
  "*/",
  "$1",
  "$$",
  "$x$",
  "%s",
  "%I",
  "?",
  ":name",
  "{0}",
  "$" + "{x}",
  "\n",
  "\r\n",
  "\t",
  "\u0001",
  "\u007f",
  "\u00a0",
  "\u200b",
  "\u202e",
  "\u2028",
  "\ufeff",
  "\u{1F600}",
  "\u{1F469}\u200d\u{1F467}",
  "e\u0301",
  "\u00e9",
  "\u0430",
  "\u037e",
  "\uff02",
  "\u02bc",
  " ",
  ".",
  ",",
  "(",
  ")",
  "[",
  "]",
  "@",
  "#",
  "&",
  "=",
  "<",
  ">",
  "a",
  "B",
  "0",
  "_",
];

/** Whole names that some layer takes for something else. */
const WORDS = [
  '"; drop table canary; --',
  "'; drop table canary; --",
  '" from canary; drop table canary; --',
  "x\\'; drop table canary; --",
  "$1); drop table canary; --",
  "select",
  "user",
  "table",
  "order",
  "null",
  "true",
  "default",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "ctid",
  "xmin",
  "oid",
  "code ",
  " code",
  "CODE",
  "a".repeat(63),
  '"'.repeat(63),
  "\u00e9".repeat(31),
  "\u{1F600}".repeat(15),
];

let state = 23;
const roll = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
};

/** As many different names as asked, none longer than a name may be. System columns' names are no column's. */
function names(count: number): readonly string[] {
  const made = new Set(WORDS.filter((word) => !["ctid", "xmin"].includes(word)).slice(0, count));
  while (made.size < count) {
    let name = "";
    for (let length = 1 + roll(8); length > 0; length -= 1) name += PIECES[roll(PIECES.length)];
    if (Buffer.byteLength(name) <= 63) made.add(name);
  }
  return [...made];
}

const customer = customerDatabase();

interface Table {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** Two thousand names: of schemas, of tables in them, and of columns in those. */
async function namedTables(): Promise<readonly Table[]> {
  const schemas = names(SCHEMAS);
  for (const schema of schemas) await customer.person.query(`create schema ${id(schema)}`);
  const tables: Table[] = [];
  for (const table of names(TABLES)) {
    const schema = schemas[tables.length % SCHEMAS] ?? "";
    const columns = names(COLUMNS);
    const list = columns.map((column) => `${id(column)} text`).join(", ");
    await customer.person.query(`create table ${id(schema)}.${id(table)} (code text primary key, ${list})`);
    tables.push({ schema, table, columns });
  }
  return tables;
}

/** From now on every change of a definition is written down. */
const watchDefinitions = `
  create table canary (seen text); create table changes (command text);
  create function note() returns event_trigger language plpgsql as $$ begin
    insert into public.changes values (tg_tag); end $$;
  create event trigger watch on ddl_command_start execute function note();`;

it("works with tables of any names, and changes no definition", { timeout: 120_000 }, async () => {
  const tables = await namedTables();
  expect(SCHEMAS + tables.length + tables.flatMap(({ columns }) => columns).length).toBeGreaterThanOrEqual(
    1_990,
  );
  await customer.person.query(watchDefinitions);
  for (const { schema, table, columns } of tables) {
    const fields = ["code", ...columns.map((_, at) => `f${at}`)];
    const side = customer.connector.side({
      address: { schema, table },
      mapped: fields.map((field, at) => ({
        field: { id: field, name: field, type: "text" },
        sideField: String(at + 1),
        writable: true,
      })),
      key: ["code"],
    });
    const cells = Object.fromEntries(fields.map((field, at) => [field, columns[at - 1] ?? "k"]));
    const about = JSON.stringify([schema, table]);
    const shape = await side.shape();
    expect(shape, about).toMatchObject({ problems: [] });
    const made: WriteOperation = { op: "create", id: "1", cells };
    expect((await side.write([made], LATER)).written, about).toMatchObject([
      { outcome: "done", record: { cells } },
    ]);
    const change: WriteOperation = {
      op: "update",
      id: "2",
      locator: '["k"]',
      cells: { f0: "changed" },
      expect: { f0: cells.f0 ?? null },
    };
    expect((await side.write([change], LATER)).written, about).toMatchObject([{ outcome: "done" }]);
    expect(
      (await side.read(null)).records.map((record) => record.cells),
      about,
    ).toEqual([{ ...cells, f0: "changed" }]);
    const away: WriteOperation = { op: "delete", id: "3", locator: '["k"]', expect: {} };
    expect((await side.write([away], LATER)).written, about).toMatchObject([{ outcome: "done" }]);
  }
  const changes = async () => (await customer.person.query("select command from public.changes")).rows;
  expect(await changes()).toEqual([]);
  await customer.person.query("drop table canary");
  expect(await changes()).toEqual([{ command: "DROP TABLE" }]);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});
