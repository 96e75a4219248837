import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, {
    notion: companies(1, 20),
    postgres: companies(11, 30),
    sheet: [...companies(1, 5), ...companies(25, 40)],
  });
});

afterAll(() => world.close());

describe("a first sync", () => {
  test("unites three different parts and deletes nothing", async () => {
    const run = await registry.run();
    expect(run).toMatchObject({
      status: "done",
      counts: { delete: 0, conflict: 0, issue: 0, rows: 40, verified: 40 },
    });
    expect(await registry.equal()).toEqual(companies(1, 40));
    expect(run.counts.create).toBe(20 + 20 + 19);
  });

  test("leaves nothing to write for the second run, which costs one read of each side and little more", async () => {
    world.notion("reset-counts");
    world.google("reset-counts");
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done", counts: { create: 0, update: 0, delete: 0, unchanged: 40 } });
    const notion = world.notion<{ total: number; writes: number }>("counts");
    expect(notion.writes).toBe(0);
    expect(notion.total).toBeLessThanOrEqual(Math.ceil(40 / 100) + 3);
    const google = world.google<{ reads: number; writes: number }>("counts");
    expect(google.writes).toBe(0);
    expect(google.reads).toBeLessThanOrEqual(Math.ceil(40 / 100) + 3);
    expect(run.phases.reduce((sum, { requests }) => sum + requests, 0)).toBeLessThanOrEqual(3 * 4);
  });

  test("takes unequal cells as conflicts and empty ones as silence", async () => {
    const other = await makeCompanies(world, {
      name: "Others",
      table: "others",
      notion: [company(1, { City: "Rome", Sector: "" })],
      postgres: [company(1, { City: "", Staff: "" })],
      sheet: [company(1, { City: "Paris", Tags: "" })],
    });
    const run = await other.run();
    expect(run.counts).toMatchObject({ conflict: 1, delete: 0 });
    const [row] = await other.equal();
    expect(row).toEqual(company(1, { City: row?.City ?? "" }));
    const { data } = await other.conflicts();
    expect(data).toMatchObject([{ kind: "cell", field: "City", resolved: true, winner: row?.City }]);
    expect(data[0]?.candidates.map(({ value }) => value).sort()).toEqual(["Paris", "Rome"]);
  });
});
