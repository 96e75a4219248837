import { afterAll, beforeAll, expect, test } from "vitest";
import type { Check } from "@/lib/connectors/connector";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { listLocationFields, listLocations } from "./browse-connections";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** What the check list says of the place of this title. */
async function checksOf(kind: "notion" | "postgres" | "google", title: string): Promise<readonly Check[]> {
  const { caller, connections } = world.tenant;
  const listed = await listLocations(caller, connections[kind], title);
  const place = listed.find((one) => one.title.includes(title));
  if (!place) throw new Error(`no place ${title}`);
  const asked = { locationId: place.id, query: title };
  return (await listLocationFields(caller, connections[kind], asked)).checks;
}

const words = (checks: readonly Check[]) => checks.map(({ name, ok, message }) => [name, ok, message]);

test("a table with a key tells its rows and what of it can be written", async () => {
  await world.sql(`create table shelf (code text primary key, twice int generated always as (1) stored);
                   insert into shelf select 'c' || n from generate_series(1, 1204) n`);
  expect(words(await checksOf("postgres", "shelf"))).toEqual([
    ["can-read", true, "2 fields found."],
    ["key-found", true, "Kept unique by the system: code."],
    ["rows-seen", true, "1,204 rows seen."],
    ["can-write", true, "1 of 2 fields can be written."],
  ]);
});

test("a table without a key, and a view that cannot be written, say how that is mended", async () => {
  await world.sql(
    "create table keyless (name text); create view only_seen as select distinct name from keyless",
  );
  const keyless = await checksOf("postgres", "keyless");
  expect(keyless.find(({ name }) => name === "key-found")).toMatchObject({
    ok: false,
    remedy: "Add a primary key, or a UNIQUE constraint on columns that are NOT NULL.",
  });
  const seen = await checksOf("postgres", "only_seen");
  expect(seen.find(({ name }) => name === "can-write")).toEqual({
    name: "can-write",
    ok: false,
    message: "No field can be written. Rows of this view cannot be written.",
    remedy: "Let the connected account write the fields, or map all of them for reading only.",
  });
});

test("a data source of Notion's does not tell its rows, nor what the connection may write", async () => {
  world.notion("create-database", { title: "Shelf", properties: { Name: "title", Sum: "number" } });
  expect(words(await checksOf("notion", "Shelf"))).toEqual([
    ["can-read", true, "2 fields found."],
    ["key-found", null, "The system keeps no field unique here."],
    ["rows-seen", null, "How many there are shows with the first read."],
    [
      "can-write",
      null,
      "2 of 2 fields can be written, if the connection may: that shows with the first write.",
    ],
  ]);
});

test("a tab tells whether its account may edit it, and what is wrong with its header", async () => {
  const mine = world.tenant.googleEmail;
  const make = (title: string, rows: readonly (readonly string[])[], owner: string) => {
    const made = world.google<{ spreadsheetId: string }>("create-spreadsheet", {
      ...{ title, owner, sheets: [{ title: "T", rows }] },
    });
    world.google("pick", made);
    return made.spreadsheetId;
  };
  make(
    "Own shelf",
    [
      ["Code", "Name"],
      ["a", "Ann"],
    ],
    mine,
  );
  expect(words(await checksOf("google", "Own shelf"))).toEqual([
    ["can-read", true, "2 fields found."],
    ["key-found", null, "The system keeps no field unique here."],
    ["rows-seen", null, "How many there are shows with the first read."],
    ["can-write", true, "2 of 2 fields can be written."],
  ]);
  const spreadsheetId = make("Lent shelf", [["Code", "Code"]], "other@example.com");
  world.google("share", { spreadsheetId, email: mine, role: "reader" });
  const lent = await checksOf("google", "Lent shelf");
  expect(lent.map(({ name, ok }) => [name, ok])).toEqual([
    ["can-read", false],
    ["key-found", null],
    ["rows-seen", null],
    ["can-write", false],
  ]);
  expect(lent[0]?.remedy).toBe("Rename one of them: columns are told apart by their headers.");
  expect(lent[3]?.message).toBe("It may be viewed only.");
});

test("a place without any column says where they are made", async () => {
  await world.sql("create table columnless ()");
  const checks = await checksOf("postgres", "columnless");
  expect(checks.find(({ name }) => name === "can-write")).toEqual({
    ...{ name: "can-write", ok: null },
    ...{ message: "It has no columns yet.", remedy: "They can be made in Map." },
  });
});
