import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostOf } from "@/lib/sync/host";
import { RunSession } from "@/lib/sync/session";
import { type Companies, companies, company, makeCompanies } from "@/lib/sync/testing/companies";
import type { Tenant } from "@/lib/sync/testing/tenant";
import { openWorld, runUuid, type World } from "@/lib/sync/testing/world";
import { getRegistry, pauseRegistry, resumeRegistry } from "../registries/browse-registries";
import { listRows } from "../rows/browse-rows";
import { getRun, listChanges, listRuns } from "./browse-runs";
import { approveRun } from "./decide-run";
import { requestDueRuns } from "./request-due-runs";
import { requestRun } from "./request-run";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 10) });
});

afterAll(() => world.close());

const ask = (input: Partial<Parameters<typeof requestRun>[2]> = {}) =>
  requestRun(world.tenant.caller, registry.id, { kind: "sync", ...input });

describe("a request", () => {
  test("with the same id answers with the same run, also when it is over", async () => {
    const syncId = randomUUID();
    const first = await ask({ syncId });
    expect((await ask({ syncId })).id).toBe(first.id);
    await world.carry(first);
    expect(await ask({ syncId })).toMatchObject({ id: first.id, status: "done" });
    await expect(ask({ syncId, kind: "dry-run" })).rejects.toMatchObject({ kind: "stale" });
    expect((await listRuns(world.tenant.caller, registry.id, null)).data).toHaveLength(1);
  });

  test("of many at once with one id makes one run", async () => {
    const syncId = randomUUID();
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => ask({ syncId })));
    const made = asked.flatMap((result) => (result.status === "fulfilled" ? [result.value.id] : []));
    expect(new Set(made).size).toBe(1);
    const [run] = await world.ours("select count(*)::int as count from public.run where sync_id = $1", [
      syncId,
    ]);
    expect(run).toEqual({ count: 1 });
    expect(asked.filter(({ status }) => status === "rejected")).toEqual([]);
    await world.carry({ id: made[0] ?? "" } as never);
  });

  test("while a run waits joins it; while one is under way it waits its turn and is not lost", async () => {
    const first = await ask();
    expect((await ask()).id).toBe(first.id);
    await world.ours("update public.run set status = 'running' where status = 'queued'");
    const second = await ask();
    expect(second.id).not.toBe(first.id);
    await world.carry(first);
    await registry.table.edit("C01", "City", "Meanwhile");
    expect(await world.carry(second)).toMatchObject({ status: "done", counts: { update: 2 } });
    await registry.equal();
  });

  test("is answered at once, also while a step of a run commits", async () => {
    const first = await ask();
    const session = await RunSession.open(hostOf(world.tenant.caller.organizationId), runUuid(first));
    let second = first;
    await session?.commit(async () => {
      second = await ask({ syncId: randomUUID() });
      return { event: null };
    });
    await session?.close();
    expect(second.id).not.toBe(first.id);
    expect((await world.carry(first)).status).toBe("done");
    expect((await world.carry(second)).status).toBe("done");
  });

  test("tells the job by an event with ids alone", async () => {
    const before = world.events().length;
    await world.carry(await ask());
    expect(world.events().slice(before)).toEqual(["sync/run.requested"]);
  });
});

describe("a paused registry", () => {
  test("takes no requests and no ticks; what changed meanwhile is synced on resuming", async () => {
    const { caller } = world.tenant;
    await pauseRegistry(caller, registry.id);
    await expect(ask()).rejects.toMatchObject({ kind: "stale" });
    await world.ours(
      "update public.registry set next_run_at = now() - interval '1 minute', schedule = 'hourly'",
    );
    const syncs = async () => (await listRuns(caller, registry.id, null, "sync")).data;
    const before = (await syncs()).length;
    await requestDueRuns(new Date());
    expect(await syncs()).toHaveLength(before);
    await registry.sheet.edit("C02", "City", "While paused");
    await resumeRegistry(caller, registry.id);
    await requestDueRuns(new Date());
    await requestDueRuns(new Date());
    const [due, ...older] = await syncs();
    expect(older).toHaveLength(before);
    expect(due?.trigger.type).toBe("schedule");
    expect(await world.carry({ id: due?.id ?? "" } as never)).toMatchObject({
      status: "done",
      counts: { update: 2 },
    });
    expect((await registry.equal())[1]).toEqual(company(2, { City: "While paused" }));
    expect((await getRegistry(caller, registry.id)).nextRunAt).not.toBeNull();
  });
});

describe("the ledger", () => {
  test("has one entry for each merged row and each outcome, without a gap", async () => {
    await registry.notion.edit("C03", "Name", "Noted");
    await registry.table.remove("C04");
    await registry.sheet.add(company(11));
    const run = await registry.run();
    expect(run.counts).toMatchObject({ create: 2, update: 2, delete: 2 });
    const entries = await world.ours<{ action: string; count: number }>(
      `select action, count(*)::int as count from ledger.entry
        where run_id = (select id from public.run where sync_id = $1) group by action order by action`,
      [run.syncId],
    );
    expect(entries).toEqual([
      { action: "row.deleted", count: 1 },
      { action: "row.merged", count: 2 },
      { action: "row.written", count: 6 },
      { action: "run.closed", count: 1 },
      { action: "run.planned", count: 1 },
      { action: "run.requested", count: 1 },
    ]);
    const [log] = await world.ours(
      `select (select count(*) from ledger.entry)::int = l.size::int as whole,
              (select max(seq) from ledger.entry)::int + 1 = l.size::int as gapless from ledger.log l`,
    );
    expect(log).toEqual({ whole: true, gapless: true });
  });

  test("lists the cells of a change before and after", async () => {
    await registry.notion.edit("C05", "Staff", "51");
    const run = await registry.run();
    const { data } = await listChanges(world.tenant.caller, run.id, null);
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({
      op: "update",
      key: ["C05"],
      cells: [{ field: "Staff", before: "50", after: "51" }],
    });
    const ofSide = { side: data[0]?.side, op: "update" as const };
    expect((await listChanges(world.tenant.caller, run.id, null, ofSide)).data).toEqual([data[0]]);
    expect((await listChanges(world.tenant.caller, run.id, null, { op: "create" })).data).toEqual([]);
    expect((await listChanges(world.tenant.caller, run.id, null, { side: "sid_x" })).data).toEqual([]);
  });
});

describe("two organizations with the same names of everything", () => {
  let other: Tenant;
  let theirs: Companies;

  beforeAll(async () => {
    other = await world.addTenant("Grace");
    theirs = await makeCompanies(world, {
      table: "companies_too",
      notion: companies(1, 3).map((row) => ({ ...row, City: "Elsewhere" })),
      tenant: other,
    });
    await theirs.run();
  });

  test("keep their rows apart", async () => {
    const ours = await registry.equal();
    await theirs.table.edit("C01", "Name", "Theirs");
    expect((await theirs.run()).counts).toMatchObject({ update: 2, create: 0, delete: 0 });
    expect((await registry.run()).counts).toMatchObject({ update: 0, create: 0, delete: 0 });
    expect(await registry.equal()).toEqual(ours);
    expect((await theirs.equal()).map(({ City }) => City)).toEqual(["Elsewhere", "Elsewhere", "Elsewhere"]);
  });

  test("see nothing of each other", async () => {
    const { caller } = other;
    const [run] = (await listRuns(world.tenant.caller, registry.id, null)).data;
    const notThere = { kind: "not-found" };
    await expect(getRegistry(caller, registry.id)).rejects.toMatchObject(notThere);
    await expect(listRows(caller, registry.id, { key: null, cursor: null })).rejects.toMatchObject(notThere);
    await expect(requestRun(caller, registry.id, { kind: "sync" })).rejects.toMatchObject(notThere);
    await expect(getRun(caller, run?.id ?? "")).rejects.toMatchObject(notThere);
    await expect(approveRun(caller, run?.id ?? "", { planHash: "0".repeat(64) })).rejects.toMatchObject(
      notThere,
    );
    const seen = await listRows(caller, theirs.id, { key: null, cursor: null });
    expect(seen.data).toHaveLength(3);
  });
});
