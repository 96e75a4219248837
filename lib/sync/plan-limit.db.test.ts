import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changePlan } from "@/lib/billing/change-plan";
import { withRows } from "@/lib/db/row-store";
import { listDrifts } from "@/lib/db/rows/attention";
import { getRegistry, listRegistries } from "@/lib/services/registries/browse-registries";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { approveRun } from "@/lib/services/runs/decide-run";
import { requestDueRuns } from "@/lib/services/runs/request-due-runs";
import { undoRun } from "@/lib/services/runs/undo-run";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import type { Tenant } from "./testing/tenant";
import { openWorld, type World } from "./testing/world";

/** The Starter plan's rows, of which a registry that is never run takes all but a few. */
const LIMIT = 30_000;

let world: World;
let made = 0;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

interface Limited extends Companies {
  readonly tenant: Tenant;
  /** Leaves so much room in the plan, besides the rows that this registry has now; below zero: so many are too much. */
  room(rows: number): Promise<void>;
  plan(name: string): Promise<void>;
  state(): ReturnType<typeof getRegistry>;
  /** Whether the schedule asks for a run of this registry now. */
  isDue(): Promise<boolean>;
  /** The actions in the ledger that concern the plan, oldest first. */
  told(): Promise<string[]>;
}

/** An organization of its own on the Starter plan, with a registry of three companies in agreement. */
async function limited(): Promise<Limited> {
  made += 1;
  const tenant = await world.addTenant(`Limited${made}`);
  const { organizationId } = tenant.caller;
  const place = { name: `Limited ${made}`, table: `limited_${made}`, tenant };
  const registry = await makeCompanies(world, { ...place, notion: companies(1, 3) });
  const filler = { name: `Filler ${made}`, table: `filler_${made}`, tenant };
  await makeCompanies(world, filler);
  await registry.run();
  const org = (text: string, values: readonly unknown[] = []) =>
    world.ours(text, [organizationId, ...values]);
  await org("update public.organization set plan = 'starter' where id = $1");
  return {
    ...registry,
    tenant,
    room: async (rows) => {
      await org(
        `update public.registry r set row_count = $3 - (select sum(row_count) from public.registry o
                                                         where o.organization_id = $1 and o.id <> r.id)
          where organization_id = $1 and name = $2`,
        [filler.name, LIMIT - rows],
      );
    },
    plan: (plan) =>
      withRows(organizationId, async (client) => {
        const actor = { type: "system", ref: "test" } as const;
        await changePlan(client, { organizationId, plan, actor }, new Date());
      }),
    state: () => getRegistry(tenant.caller, registry.id),
    isDue: async () => {
      await requestDueRuns(new Date());
      const [newest] = (await listRuns(tenant.caller, registry.id, null)).data;
      return newest?.status === "queued" && newest.trigger.type === "schedule";
    },
    told: async () => {
      const entries = await world.ours<{ action: string }>(
        "select action from ledger.entry where organization_id = $1 and action like 'plan.%' order by seq",
        [organizationId],
      );
      return entries.map(({ action }) => action);
    },
  };
}

const codes = async (rows: Promise<readonly { Code: string }[]>) => (await rows).map(({ Code }) => Code);
const waiting = { reason: "over-plan-limit", message: expect.stringContaining("choose a larger plan") };

describe("a plan with little room", () => {
  test("stops creates and nothing else; they come by themselves after an upgrade", async () => {
    const registry = await limited();
    await registry.room(1);
    await registry.notion.add(company(4), company(5), company(6));
    await registry.sheet.edit("C01", "City", "Arrives");
    expect(await registry.run()).toMatchObject({
      ...{ status: "done-with-issues", counts: { create: 2, update: 2, delete: 0, rows: 4, verified: 4 } },
    });
    expect(await codes(registry.table.rows())).toEqual(["C01", "C02", "C03", "C04"]);
    expect(await codes(registry.sheet.rows())).toEqual(["C01", "C02", "C03", "C04"]);
    expect((await registry.notion.rows())[0]).toEqual(company(1, { City: "Arrives" }));
    expect(await registry.issues()).toMatchObject([{ ...waiting, rows: 2, side: registry.sides.notion }]);
    // Nothing more comes while it stays so, and linked rows are deleted as ever; one that goes makes room.
    expect(await registry.run()).toMatchObject({ counts: { create: 0, update: 0, delete: 0 } });
    await registry.table.remove("C02");
    expect(await registry.run()).toMatchObject({ counts: { create: 2, delete: 2 } });
    expect(await codes(registry.table.rows())).toEqual(["C01", "C03", "C04", "C05"]);
    expect(await registry.issues()).toMatchObject([{ ...waiting, rows: 1 }]);
    await registry.plan("professional");
    expect(await registry.isDue()).toBe(true);
    expect(await registry.run()).toMatchObject({ status: "done", counts: { create: 2 } });
    expect(await codes(registry.table.rows())).toEqual(["C01", "C03", "C04", "C05", "C06"]);
    await registry.equal();
    expect(await registry.issues()).toEqual([]);
    expect(await registry.told()).toEqual(["plan.changed"]);
  });

  test("what waits for room is explained by its issue, and no drift", async () => {
    const registry = await limited();
    await registry.room(0);
    await registry.notion.add(company(4));
    await registry.run();
    const check = await world.run(registry.id, { kind: "drift-check" }, registry.tenant);
    expect(check).toMatchObject({ status: "done", counts: { rows: 3, verified: 3 } });
    expect(await withRows(registry.tenant.caller.organizationId, listDrifts)).toEqual([]);
  });

  test("a dry run shows what would not be created", async () => {
    const registry = await limited();
    await registry.room(1);
    await registry.notion.add(company(4), company(5));
    const dry = await world.run(registry.id, { kind: "dry-run" }, registry.tenant);
    expect(dry).toMatchObject({ status: "done", counts: { create: 2 } });
    expect(await registry.issues()).toMatchObject([{ ...waiting, rows: 1, subjects: ['["C05"]'] }]);
    expect(await codes(registry.table.rows())).toEqual(["C01", "C02", "C03"]);
  });

  test("pairs that a first sync finds are rows as well, and those without room are left alone", async () => {
    const registry = await limited();
    const { tenant } = registry;
    const place = { name: `First ${made}`, table: `first_${made}`, tenant };
    await registry.plan("enterprise");
    const rows = companies(1, 4);
    const first = await makeCompanies(world, { ...place, notion: rows, postgres: rows });
    await registry.plan("starter");
    await registry.room(3);
    await first.run();
    expect(await codes(first.sheet.rows())).toEqual(["C01", "C02", "C03"]);
    expect((await first.issues()).map(({ side }) => side).sort()).toEqual(
      [first.sides.notion, first.sides.postgres].sort(),
    );
  });

  test("two registries that sync at once share the room and never exceed it", async () => {
    const registry = await limited();
    const { tenant } = registry;
    const place = { name: `Twin ${made}`, table: `twin_${made}`, tenant };
    await registry.plan("enterprise");
    const twin = await makeCompanies(world, { ...place, notion: companies(1, 4) });
    await registry.plan("starter");
    await registry.room(5);
    await registry.notion.add(company(4), company(5), company(6), company(7));
    await Promise.all([registry.run(), twin.run()]);
    const [here, there] = [await registry.table.rows(), await twin.table.rows()];
    expect(here.length - 3 + there.length).toBe(5);
    const all = await listRegistries(tenant.caller);
    expect(all.reduce((sum, { rows }) => sum + rows, 0)).toBe(LIMIT);
  });

  test("what a person orders back is brought back, also where that is too much", async () => {
    const registry = await limited();
    await registry.table.remove("C02");
    const removed = await registry.run();
    await registry.room(0);
    const undo = await undoRun(registry.tenant.caller, removed.id);
    const held = await world.carry(undo, registry.tenant);
    expect(held.status).toBe("held");
    await approveRun(registry.tenant.caller, held.id, { planHash: held.planHash ?? "" });
    expect((await world.carry(held, registry.tenant)).status).toBe("done");
    expect(await codes(registry.table.rows())).toEqual(["C01", "C02", "C03"]);
    expect(await registry.told()).toEqual(["plan.over-limit"]);
  });
});

describe("more rows than the plan holds", () => {
  const age = ({ tenant }: Limited, days: number) =>
    world.ours(
      "update public.organization set rows_over_since = now() - $2 * interval '1 day' where id = $1",
      [tenant.caller.organizationId, days],
    );

  test("are kept equal for 14 days, with one entry; then the registry is paused until there is room", async () => {
    const registry = await limited();
    await registry.room(-10);
    await registry.notion.add(company(4));
    await registry.sheet.edit("C01", "City", "Arrives");
    expect(await registry.run()).toMatchObject({
      status: "done-with-issues",
      counts: { create: 0, update: 2 },
    });
    await age(registry, 13.9);
    expect(await registry.run()).toMatchObject({ status: "done-with-issues" });
    expect(await registry.told()).toEqual(["plan.over-limit"]);
    await age(registry, 14);
    expect(await registry.run()).toMatchObject({ status: "failed", error: { kind: "limit-reached" } });
    expect(await registry.state()).toMatchObject({
      ...{ state: "over-limit", rows: 3, nextRunAt: null },
      stateReason: expect.stringContaining("All rows are kept"),
    });
    // Nobody starts a run: no person, no schedule, no change.
    await world.ours(
      "update public.registry set dirty = true, next_run_at = now() - interval '1 minute' where organization_id = $1",
      [registry.tenant.caller.organizationId],
    );
    for (const kind of ["sync", "dry-run", "drift-check"] as const)
      await expect(world.request(registry.id, { kind }, registry.tenant)).rejects.toMatchObject({
        kind: "limit-reached",
        remedy: expect.stringContaining("larger plan"),
      });
    expect(await registry.isDue()).toBe(false);

    await registry.plan("professional");
    expect(await registry.state()).toMatchObject({ state: "syncing", stateReason: null });
    expect(await registry.isDue()).toBe(true);
    expect(await registry.run()).toMatchObject({ status: "done", counts: { create: 2 } });
    expect(await registry.equal()).toHaveLength(4);
    expect(await registry.told()).toEqual(["plan.over-limit", "plan.changed", "plan.within-limit"]);
  });

  test("a plan that is still too small resumes nothing", async () => {
    const registry = await limited();
    await registry.room(-10);
    await registry.run();
    await age(registry, 15);
    await registry.run();
    await registry.plan("free");
    expect(await registry.state()).toMatchObject({ state: "over-limit" });
    expect(await registry.isDue()).toBe(false);
  });
});
