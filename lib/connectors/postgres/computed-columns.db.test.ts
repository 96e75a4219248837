import { beforeEach, expect, it } from "vitest";
import type { Cells, FieldType } from "@/lib/engine/value";
import type { SideConnector, WriteOperation } from "../connector";
import { customerDatabase } from "./customer-database.test-kit";

const customer = customerDatabase();

beforeEach(async () => {
  await customer.person.query("drop schema if exists g cascade; create schema g; set search_path = g");
});

/** Columns in the table's order; the first is the key. */
function sideOf(columns: Readonly<Record<string, FieldType>>, writable = true): SideConnector {
  const mapped = Object.entries(columns).map(([id, type], at) => {
    return { field: { id, name: id, type }, sideField: String(at + 1), writable };
  });
  return customer.connector.side({
    address: { schema: "g", table: "rows" },
    mapped,
    key: mapped.slice(0, 1).map((each) => each.field.id),
  });
}

const create = (cells: Cells): WriteOperation => ({ op: "create", id: "c", cells });

async function written(side: SideConnector, operations: readonly WriteOperation[]) {
  const report = await side.write(operations, Number.MAX_SAFE_INTEGER);
  expect(report.stopped).toBeNull();
  return report.written;
}

const SLUG = "create table rows (slug text generated always as (lower(name)) stored primary key, name text)";

it("makes a row whose key the database makes of its other cells, and of no other key", async () => {
  await customer.person.query(SLUG);
  const side = sideOf({ slug: "text", name: "text" });
  const operations = [
    create({ slug: "ada", name: "Ada" }),
    create({ slug: "x", name: "Bob" }),
    create({ slug: "eve", name: "Eve" }),
  ];
  expect(await written(side, operations)).toMatchObject([
    { outcome: "done", record: { locator: '["ada"]', cells: { slug: "ada", name: "Ada" } } },
    { outcome: "refused", reason: "key" },
    { outcome: "done", record: { locator: '["eve"]' } },
  ]);
  expect(await written(side, [create({ slug: "ada", name: "Ada" })])).toMatchObject([{ outcome: "done" }]);
  expect((await customer.person.query("select slug from rows order by 1")).rows).toEqual([
    { slug: "ada" },
    { slug: "eve" },
  ]);
});

it("names what a computed column is, and refuses to write it", async () => {
  await customer.person.query(`create table rows (id int generated always as identity primary key, name text,
    loud text generated always as (upper(name)) stored); insert into rows (name) values ('ada')`);
  const side = sideOf({ id: "integer", name: "text", loud: "text" });
  const { fields } = await side.shape();
  expect(fields.map((field) => field.readOnlyReason)).toEqual([
    "The database numbers the rows in this column itself (GENERATED ALWAYS AS IDENTITY).",
    null,
    "The database computes this column.",
  ]);
  const change = (cells: Cells): WriteOperation => ({
    op: "update",
    id: "u",
    locator: '["1"]',
    cells,
    expect: {},
  });
  expect(
    await written(side, [change({ loud: "X" }), change({ id: "7" }), change({ name: "eve" })]),
  ).toMatchObject([
    { outcome: "refused", reason: "read-only", field: "loud" },
    { outcome: "refused", reason: "read-only", field: "id" },
    { outcome: "done", record: { cells: { id: "1", name: "eve", loud: "EVE" } } },
  ]);
});

it.each([true, false])(
  "makes no row that the database numbers (mapped for writing: %s)",
  async (writable) => {
    await customer.person.query(
      "create table rows (id int generated always as identity primary key, name text)",
    );
    const side = sideOf({ id: "integer", name: "text" }, writable);
    expect(await written(side, [create({ id: "1", name: "Ada" })])).toMatchObject([
      { outcome: "refused", reason: "key" },
    ]);
    expect((await customer.person.query("select from rows")).rowCount).toBe(0);
  },
);

it("makes no row under a key that a trigger changes", async () => {
  await customer.person.query(`create table rows (code text primary key, name text);
    create function other() returns trigger language plpgsql as $$ begin
      new.code := new.code || '!'; return new; end $$;
    create trigger other before insert on rows for each row execute function other()`);
  const side = sideOf({ code: "text", name: "text" });
  expect(await written(side, [create({ code: "a", name: "A" })])).toMatchObject([
    { outcome: "refused", reason: "key" },
  ]);
  expect((await customer.person.query("select from rows")).rowCount).toBe(0);
});

it("says of a computed column behind a view that it cannot be written", async () => {
  await customer.person.query(`create table base (code text primary key, name text, loud text generated always as (upper(name)) stored);
    insert into base values ('a', 'A'); create view rows as select code, loud from base`);
  const side = sideOf({ code: "text", loud: "text" });
  const update: WriteOperation = {
    op: "update",
    id: "u",
    locator: '["a"]',
    cells: { loud: "X" },
    expect: {},
  };
  const report = await side.write([update], Number.MAX_SAFE_INTEGER);
  expect(report.stopped).toMatchObject({
    kind: "connection-broken",
    message: expect.stringMatching(/computed by the database/),
  });
});
