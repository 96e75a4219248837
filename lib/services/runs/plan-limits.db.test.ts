import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { listRuns } from "./browse-runs";
import { requestDueRuns } from "./request-due-runs";
import { requestRun } from "./request-run";

let world: World;
let registry: Companies;
let other: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 2) });
  other = await makeCompanies(world, { name: "Other", table: "other" });
});

beforeEach(async () => {
  await world.ours("delete from public.run");
  await world.ours("update public.organization set plan = 'free'");
});

afterAll(() => world.close());

const ask = (input: { readonly kind?: "sync" | "dry-run"; readonly syncId?: string } = {}, of = registry) =>
  requestRun(world.tenant.caller, of.id, { kind: "sync", syncId: randomUUID(), ...input });
const useUp = async (times: number) => {
  for (let time = 0; time < times; time += 1) await ask({}, time % 2 === 0 ? registry : other);
};
const refusal = {
  kind: "limit-reached",
  message: "The Free plan has 10 runs on demand a day; 10 of 10 are used.",
  remedy: expect.stringContaining("schedule goes on"),
};

test("the free plan's syncs on demand are counted over all registries and 24 hours", async () => {
  await useUp(10);
  await expect(ask()).rejects.toMatchObject(refusal);
  await expect(ask({}, other)).rejects.toMatchObject(refusal);
  await world.ours(
    "update public.run set created_at = now() - interval '24 hours 1 second' where id = (select min(id::text)::uuid from public.run)",
  );
  expect(await ask()).toMatchObject({ status: "queued" });
  await expect(ask()).rejects.toMatchObject(refusal);
});

test("the refusal says when the next one is free", async () => {
  await useUp(10);
  await world.ours("update public.run set created_at = now() - interval '23 hours'");
  const refused = await ask().catch((thrown: { retryAfterMs: number }) => thrown);
  const minutes = "retryAfterMs" in refused ? refused.retryAfterMs / 60_000 : 0;
  expect(minutes).toBeGreaterThan(58);
  expect(minutes).toBeLessThanOrEqual(60);
});

test("many at once do not slip past the count", async () => {
  await useUp(8);
  const asked = await Promise.allSettled(
    Array.from({ length: 6 }, (_, at) => ask({}, at % 2 ? registry : other)),
  );
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
});

test("asking again for the same run, dry runs and the schedule's ticks are free", async () => {
  await useUp(9);
  const syncId = randomUUID();
  const last = await ask({ syncId });
  expect((await ask({ syncId })).id).toBe(last.id);
  expect(await ask({ kind: "dry-run" })).toMatchObject({ kind: "dry-run" });
  await world.ours("update public.run set status = 'done'");
  await world.ours(
    "update public.registry set state = 'up-to-date', schedule = 'daily', next_run_at = now() - interval '1 minute'",
  );
  await requestDueRuns(new Date());
  const [newest] = (await listRuns(world.tenant.caller, registry.id, null)).data;
  expect(newest?.trigger.type).toBe("schedule");
  await expect(ask()).rejects.toMatchObject(refusal);
});

test("other plans have as many as their cadence gives, the largest has no such limit", async () => {
  await world.ours("update public.organization set plan = 'starter'");
  await useUp(72);
  await expect(ask()).rejects.toMatchObject({ ...refusal, message: expect.stringContaining("72 of 72") });
  await world.ours("update public.organization set plan = 'enterprise'");
  await ask();
});

test("of due registries, those that relations point into come first", async () => {
  const uuid = async (name: string) =>
    (await world.ours<{ id: string }>("select id from public.registry where name = $1", [name]))[0]?.id ?? "";
  // The one that is due longest points at the other.
  const fields = (target: string) => JSON.stringify([{ id: "of", name: "Of", type: "relation", target }]);
  await world.ours(
    `update public.registry set state = 'up-to-date', schedule = 'daily', fields = $1::jsonb,
            next_run_at = now() - interval '2 minutes' where name = 'Companies'`,
    [fields(await uuid("Other"))],
  );
  await world.ours(
    `update public.registry set state = 'up-to-date', schedule = 'daily', next_run_at = now() - interval '1 minute'
      where name = 'Other'`,
  );
  await requestDueRuns(new Date());
  const runs = await world.ours<{ name: string }>(
    "select g.name from public.run r join public.registry g on g.id = r.registry_id order by r.id",
  );
  expect(runs.map(({ name }) => name)).toEqual(["Other", "Companies"]);
});
