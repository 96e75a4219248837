import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { type ActivityFilter, listActivity } from "./list-activity";

let world: World;
let registry: Companies;

const ANY: ActivityFilter = {
  ...{ registry: null, status: null, kind: null, trigger: null, from: null, to: null },
  quiet: "hidden",
};

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 4) });
  await registry.run();
  await registry.run();
});

afterAll(() => world.close());

const runs = async (filter: Partial<ActivityFilter> = {}, caller = world.tenant.caller) =>
  (await listActivity(caller, { ...ANY, ...filter }, null)).data;

describe("the activity of all registries", () => {
  test("leaves out runs that changed nothing, unless they are asked for", async () => {
    const loud = await runs();
    const all = await runs({ quiet: "shown" });
    expect(loud).toHaveLength(1);
    expect(all).toHaveLength(2);
    expect(all[1]?.id).toBe(loud[0]?.id);
    expect(loud[0]).toMatchObject({ counts: { create: 8 }, written: { ok: 8, rejected: 0 } });
  });

  test("answers each filter", async () => {
    const later = new Date(Date.now() + 60_000).toISOString();
    const fitting: Partial<ActivityFilter>[] = [
      { registry: registry.id },
      { status: "done" },
      { kind: "sync" },
      { trigger: "api-key" },
      { from: "2020-01-01", to: later },
    ];
    for (const filter of fitting) expect(await runs(filter), JSON.stringify(filter)).toHaveLength(1);
    const others: Partial<ActivityFilter>[] = [
      { status: "failed" },
      { kind: "undo" },
      { trigger: "schedule" },
      { from: later },
      { to: "2020-01-01" },
    ];
    for (const filter of others) expect(await runs(filter), JSON.stringify(filter)).toEqual([]);
    await expect(runs({ registry: "reg_nonsense" })).rejects.toMatchObject({ kind: "invalid-input" });
  });

  test("counts nothing of a run that broke off", async () => {
    await world.ours("update run set status = 'failed' where status = 'done'");
    expect((await runs())[0]?.written).toBeNull();
    await world.ours("update run set status = 'done'");
  });

  test("of another organization, or for a role without it, is not to be seen", async () => {
    const other = await world.addTenant("Grace");
    expect(await runs({ quiet: "shown" }, other.caller)).toEqual([]);
    await expect(runs({}, { ...world.tenant.caller, role: "billing" })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});
