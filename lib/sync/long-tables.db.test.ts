import { afterAll, beforeAll, expect, test } from "vitest";
import { createRegistry } from "@/lib/services/registries/create-registry";
import { createRegistryInput } from "@/lib/services/registries/registry-input";
import { openWorld, type World } from "./testing/world";

/** `LONG_TABLE_ROWS=25000` reads as many as three queries of the real Notion give. */
const ROWS = Number(process.env.LONG_TABLE_ROWS ?? 4_000);
/** One query gives no more, and does not say that there are more: the rows take several windows. */
const QUERY_CAP = ROWS / 2.5;
/** More in one minute than the connector remembers where no window ends. */
const MADE_AT_ONCE = ROWS / 5;
const MINUTE_MS = 60_000;

const code = (at: number) => `R${String(at).padStart(5, "0")}`;

let world: World;
let dataSourceId: string;
let pages: string[];
let registryId: string;

beforeAll(async () => {
  world = await openWorld();
  ({ dataSourceId } = world.notion<{ dataSourceId: string }>("create-database", {
    title: "Long",
    properties: { Code: "title", Name: "rich_text" },
  }));
  world.notion("set-limits", { queryCap: QUERY_CAP });
  pages = [];
  for (let from = 0; from < ROWS; from += MADE_AT_ONCE) {
    const rows = Array.from({ length: MADE_AT_ONCE }, (_, at) => ({
      Code: code(from + at),
      Name: `Name ${from + at}`,
    }));
    pages.push(...world.notion<{ pageIds: string[] }>("create-rows", { dataSourceId, rows }).pageIds);
    world.advance(MINUTE_MS);
  }
  await world.sql('create table long ("Code" text primary key, "Name" text)');
  const { caller, connections } = world.tenant;
  const registry = await createRegistry(
    caller,
    createRegistryInput.parse({
      name: "Long",
      key: ["Code"],
      schedule: "manual",
      fields: ["Code", "Name"].map((name) => ({ name, type: "text" })),
      sides: [
        { connectionId: connections.notion, location: { dataSourceId } },
        { connectionId: connections.postgres, location: { schema: "public", table: "long" } },
      ],
    }),
  );
  registryId = registry.id;
}, 120_000);

afterAll(() => world.close());

const names = async () => {
  const rows = await world.sql<{ Code: string; Name: string }>('select * from long order by "Code"');
  return new Map(rows.map(({ Code, Name }) => [Code, Name]));
};

test("a data source of several windows is carried over whole, each row once", {
  timeout: 240_000,
}, async () => {
  const run = await world.run(registryId);
  expect(run).toMatchObject({ status: "done", counts: { create: ROWS, verified: ROWS } });
  const there = await names();
  expect(there.size).toBe(ROWS);
  expect([there.get(code(0)), there.get(code(ROWS - 1))]).toEqual(["Name 0", `Name ${ROWS - 1}`]);
});

test("edits, a new row and a row that is gone are found in each window", { timeout: 240_000 }, async () => {
  const [first, middle, last] = [1, ROWS / 2, ROWS - 2];
  const edited = [first, middle, last].map((at) => at + 1);
  for (const at of edited)
    world.notion("edit-cell", { pageId: pages[at], property: "Name", value: `Edited ${at}` });
  world.notion("create-rows", { dataSourceId, rows: [{ Code: "R99999", Name: "New" }] });
  world.notion("trash", { pageIds: [first, middle, last].map((at) => pages[at]) });
  const run = await world.run(registryId);
  expect(run).toMatchObject({ status: "done", counts: { create: 1, update: 3, delete: 3 } });
  const there = await names();
  expect(there.size).toBe(ROWS - 2);
  for (const at of edited) expect(there.get(code(at))).toBe(`Edited ${at}`);
  for (const at of [first, middle, last]) expect(there.has(code(at))).toBe(false);
  expect(there.get("R99999")).toBe("New");
});
