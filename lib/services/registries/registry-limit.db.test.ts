import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { sampleRegistry } from "@/lib/db/testing/sample-registry";
import { placeRegistry } from "@/lib/db/testing/stored-places";
import { WAITED_LOCKS, waitingForTurn } from "@/lib/db/testing/waiting-for-turn";
import { newUuid } from "@/lib/ids";
import { describeMe } from "@/lib/services/me/describe-me";
import { companies, makeCompanies } from "@/lib/sync/testing/companies";
import type { Tenant } from "@/lib/sync/testing/tenant";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { claimRegistryRoom } from "../organizations/plan-limits";
import { deleteRegistry, getRegistry, listRegistries } from "./browse-registries";

let world: World;
let tenant: Tenant;
let made = 0;

beforeAll(async () => {
  world = await openWorld();
});

beforeEach(async () => {
  made += 1;
  tenant = await world.addTenant(`Owner${made}`);
});

afterAll(() => world.close());

const make = (name: string) => {
  const place = `${name}_${made}`.toLowerCase();
  return makeCompanies(world, { name, table: place, tenant, notion: companies(1, 2) });
};
const set = (columns: string) =>
  world.ours(`update public.organization set ${columns} where id = $1`, [tenant.caller.organizationId]);
const names = async () => (await listRegistries(tenant.caller)).map(({ name }) => name);

test("a registry more than the plan has is refused, with what is used and the way out", async () => {
  await set("plan = 'free'");
  await make("One");
  await expect(make("Two")).rejects.toMatchObject({
    kind: "limit-reached",
    message: "The Free plan has 1 registry; 1 of 1 are used.",
    remedy: expect.stringContaining("larger plan"),
  });
  expect(await names()).toEqual(["One"]);
  await set("plan = 'starter'");
  await make("Three");
  expect(await names()).toEqual(["One", "Three"]);
});

test("of several made at once, as many as there are places are made, and nothing of the others", async () => {
  await set("plan = 'starter'");
  await make("One");
  const asked = await Promise.allSettled(["Two", "Three", "Four", "Five"].map(make));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  for (const one of asked)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ kind: "limit-reached" });
  expect(await names()).toHaveLength(3);
  expect(
    await world.ours("select from public.side where organization_id = $1", [tenant.caller.organizationId]),
  ).toHaveLength(9);
});

test("one that is made while another takes the last place is refused", async () => {
  await set("plan = 'free'");
  const { organizationId } = tenant.caller;
  const asked = Promise.withResolvers<unknown>();
  await withOrg(organizationId, async (db) => {
    await claimRegistryRoom(db, organizationId);
    make("Late").then(asked.resolve, asked.resolve);
    await waitingForTurn(asked.promise, async () => (await world.ours(WAITED_LOCKS)).length);
    const first = sampleRegistry({ id: newUuid(), sideIds: [], connectionIds: [] });
    await placeRegistry(db, organizationId, { ...first, name: "First" });
  });
  expect(await asked.promise).toMatchObject({ kind: "limit-reached" });
  expect(await names()).toEqual(["First"]);
});

test("a deleted registry makes room: what was paused over the limit goes on", async () => {
  const [one, two] = [await make("One"), await make("Two")];
  await world.run(one.id, {}, tenant);
  await set("plan = 'free', rows_over_since = now() - interval '20 days'");
  await world.ours(
    "update public.registry set row_count = 1000 where organization_id = $1 and name = 'Two'",
    [tenant.caller.organizationId],
  );
  await world.ours(
    "update public.registry set state = 'over-limit' where organization_id = $1 and name = 'One'",
    [tenant.caller.organizationId],
  );
  expect((await describeMe(tenant.caller)).notice).toMatchObject({ standing: "paused", pausesAt: null });
  await deleteRegistry(tenant.caller, two.id);
  const after = await getRegistry(tenant.caller, one.id);
  expect(after).toMatchObject({ state: "syncing", nextRunAt: expect.any(String) });
  expect((await describeMe(tenant.caller)).notice).toBeNull();
});

test("who asks is told what is used, and from 80 % on what follows", async () => {
  await set("plan = 'free'");
  await make("One");
  const notice = async (rows: number) => {
    await world.ours("update public.registry set row_count = $2 where organization_id = $1", [
      tenant.caller.organizationId,
      rows,
    ]);
    const me = await describeMe(tenant.caller);
    expect(me).toMatchObject({ limits: { rows: 1_000, registries: 1 }, usage: { rows, registries: 1 } });
    return me.notice;
  };
  expect(await notice(799)).toBeNull();
  expect(await notice(800)).toMatchObject({ standing: "near", pausesAt: null });
  expect(await notice(1_000)).toMatchObject({ standing: "full" });
  await set("rows_over_since = '2026-11-01T00:00:00Z'");
  const me = await describeMe(tenant.caller, new Date("2026-11-10T00:00:00Z"));
  expect(me.notice).toMatchObject({ standing: "full" });
  await notice(1_001);
  expect((await describeMe(tenant.caller, new Date("2026-11-10T00:00:00Z"))).notice).toEqual({
    standing: "over",
    message: "1,001 of the Free plan's 1,000 rows are used: new rows wait. Registries pause on 2026-11-15.",
    remedy: expect.stringContaining("larger plan"),
    pausesAt: "2026-11-15T00:00:00.000Z",
  });
});
