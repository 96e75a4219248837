import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { getCompliance } from "../registries/get-compliance";
import { getFlow } from "../registries/get-flow";
import { getLatency } from "../registries/get-latency";
import { countOpenItems } from "./count-open-items";
import { getOverview } from "./get-overview";

let world: World;
let registry: Companies;

const caller = () => world.tenant.caller;
const standing = async () => (await getOverview(caller())).registries.find((one) => one.id === registry.id);

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 12) });
});

afterAll(() => world.close());

describe("the overview", () => {
  test("of a registry that never ran says what is not known, and never 0 for it", async () => {
    const overview = await getOverview(caller());
    expect(overview).toMatchObject({ rows: 0, checked: null, openItems: 0, latency: { total: null } });
    expect(overview.compliance.score).toBeNull();
    expect(await standing()).toMatchObject({ ok: 0, failed: 0, waiting: 0, check: null, score: null });
  });

  test("counts rows, what waits for people, what was compared and what moved", async () => {
    await registry.run();
    await world.run(registry.id, { kind: "drift-check" });
    await registry.sheet.edit("C03", "Staff", "many");
    await registry.sheet.edit("C04", "City", "Bergen");
    await registry.run();
    const overview = await getOverview(caller());
    expect(overview).toMatchObject({
      rows: 12,
      checked: { registries: 1, rows: 12, equal: 12 },
      openItems: 1,
      latency: { total: { count: 2 }, ours: { count: 2 } },
    });
    const own = await standing();
    expect(own).toMatchObject({ ok: 11, failed: 1, waiting: 0, issues: 1, held: 0, conflicts: 0 });
    expect(own?.check).toMatchObject({ rows: 12, equal: 12 });
    expect(own?.drifted).toBe(0);
    expect(own?.changes.reduce((sum, one) => sum + one, 0)).toBe(26);
    expect(own?.changes).toHaveLength(24);
    const counted = await countOpenItems(caller());
    expect(counted.get(registry.id)).toEqual({ held: 0, conflicts: 0, issues: 1, drifted: 0 });
  });

  test("is of one's own organization alone", async () => {
    const other = await world.addTenant("Bob");
    expect((await getOverview(other.caller)).registries).toEqual([]);
    expect((await countOpenItems(other.caller)).size).toBe(0);
    await expect(getLatency(other.caller, registry.id, "24h")).rejects.toMatchObject({ kind: "not-found" });
    await expect(getFlow(other.caller, registry.id, "24h")).rejects.toMatchObject({ kind: "not-found" });
    await expect(getCompliance(other.caller, registry.id)).rejects.toMatchObject({ kind: "not-found" });
  });
});

describe("a registry's measures", () => {
  test("its latency, by direction and by step, ours and theirs apart", async () => {
    const { google, notion, postgres } = registry.sides;
    const latency = await getLatency(caller(), registry.id, "24h");
    expect(latency.directions.map(({ from, to, told, seen }) => ({ from, to, told, seen }))).toEqual(
      expect.arrayContaining([
        { from: google, to: notion, told: 0, seen: 1 },
        { from: google, to: postgres, told: 0, seen: 1 },
      ]),
    );
    expect(latency.all.total?.count).toBe(2);
    expect(latency.steps).toHaveLength(24);
    expect(latency.steps.reduce((sum, { parts }) => sum + (parts.total?.count ?? 0), 0)).toBe(2);
    const week = await getLatency(caller(), registry.id, "7d");
    expect(week.steps).toHaveLength(28);
    expect(week.all.total?.count).toBe(2);
  });

  test("what moved, by direction", async () => {
    const { google, notion, postgres } = registry.sides;
    const { directions, steps } = await getFlow(caller(), registry.id, "30d");
    expect(directions.slice(0, 2)).toEqual(
      expect.arrayContaining([
        { from: notion, to: postgres, done: 12, failed: 0 },
        { from: notion, to: google, done: 12, failed: 0 },
      ]),
    );
    expect(directions.slice(2)).toEqual(
      expect.arrayContaining([
        { from: google, to: notion, done: 1, failed: 0 },
        { from: google, to: postgres, done: 1, failed: 0 },
      ]),
    );
    expect(steps.flatMap(({ done }) => done).reduce((sum, one) => sum + one, 0)).toBe(26);
  });

  test("its score: a row of twelve that is not valid, a check in time, and what is not known left out", async () => {
    const { score, parts } = await getCompliance(caller(), registry.id);
    expect(parts.map(({ name, good, of }) => [name, good, of])).toEqual([
      ["rows", 11, 12],
      ["relations", null, null],
      ["drift", 1, 1],
      ["approvals", null, null],
      ["ledger", null, null],
    ]);
    expect(score).toBe(94);
    const late = new Date(Date.now() + 27 * 3_600_000);
    expect((await getCompliance(caller(), registry.id, late)).score).toBe(61);
  });

  test("a run counts what the sides took", async () => {
    await registry.sheet.edit("C05", "City", "Turku");
    expect((await registry.run()).counts).toMatchObject({ update: 2, done: 2, failed: 0 });
  });

  test("what a check found drifted is told until a run has written since", async () => {
    await registry.sheet.edit("C05", "City", "Oulu");
    await world.run(registry.id, { kind: "drift-check" });
    expect((await standing())?.drifted).toBeGreaterThan(0);
    await registry.run();
    expect((await standing())?.drifted).toBe(0);
  });
});
