import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approveRun, rejectRun } from "@/lib/services/runs/decide-run";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;

/** Deletions of earlier tests must not count into the rolling limit of this one. */
const forgetDeletions = () =>
  world.ours("update rows.row_version set at = at - interval '2 days' where cells is null");

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 40) });
  await registry.run();
});

afterAll(() => world.close());

describe("deletes", () => {
  test("made on any side are made on the others", async () => {
    await registry.notion.remove("C01");
    await registry.table.remove("C02");
    await registry.sheet.remove("C03");
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done", counts: { create: 0, delete: 6 } });
    expect(await registry.equal()).toEqual(companies(4, 40));
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    expect(
      await world.ours("select from rows.link where registry_id = any(select registry_id from rows.base)"),
    ).toHaveLength(37 * 3);
    await forgetDeletions();
  });

  test("against an edit: the edit survives, the row comes back, and a conflict says so", async () => {
    await registry.table.remove("C04");
    await registry.sheet.edit("C04", "City", "Kept");
    const run = await registry.run();
    expect(run.counts).toMatchObject({ create: 1, delete: 0, conflict: 1 });
    expect((await registry.equal()).find(({ Code }) => Code === "C04")).toEqual(company(4, { City: "Kept" }));
    expect((await registry.conflicts()).data).toMatchObject([{ kind: "delete-edit", key: ["C04"] }]);
  });

  test("in Notion against an edit: the row comes back as a new page", async () => {
    await registry.notion.remove("C05");
    await registry.table.edit("C05", "City", "Kept");
    expect((await registry.run()).counts).toMatchObject({ create: 1, delete: 0 });
    expect((await registry.equal()).find(({ Code }) => Code === "C05")).toEqual(company(5, { City: "Kept" }));
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
  });

  test("above the threshold are held; the right hash applies exactly them, a wrong one is stale", async () => {
    const gone = ["C06", "C07", "C08", "C09", "C10", "C11"];
    await registry.table.remove(...gone);
    const held = await registry.run();
    expect(held.status).toBe("held");
    expect(held.brakes.map(({ kind }) => kind)).toContain("deletes");
    expect(await registry.notion.rows()).toHaveLength(37);
    await registry.notion.edit("C20", "City", "Later");
    const { caller } = world.tenant;
    const wrong = "0".repeat(64);
    await expect(approveRun(caller, held.id, { planHash: wrong })).rejects.toMatchObject({ kind: "stale" });
    await approveRun(caller, held.id, { planHash: held.planHash ?? "" });
    const approved = await world.carry(held);
    expect(approved).toMatchObject({ status: "done", decidedBy: { decision: "approved" } });
    expect(await registry.notion.rows()).toHaveLength(31);
    expect((await registry.table.rows()).find(({ Code }) => Code === "C20")).toEqual(company(20));
    await expect(approveRun(caller, held.id, { planHash: held.planHash ?? "" })).rejects.toMatchObject({
      kind: "stale",
    });
    await registry.run();
    expect((await registry.equal()).map(({ Code }) => Code).filter((code) => gone.includes(code))).toEqual(
      [],
    );
    await forgetDeletions();
  });

  test("that a person edited after the plan was made are dropped from it, not carried out", async () => {
    await registry.sheet.remove("C12", "C13", "C14", "C15", "C16", "C17");
    const held = await registry.run();
    expect(held.status).toBe("held");
    await registry.notion.edit("C12", "Name", "Still wanted");
    await approveRun(world.tenant.caller, held.id, { planHash: held.planHash ?? "" });
    await world.carry(held);
    await forgetDeletions();
    await registry.run();
    const rows = await registry.equal();
    expect(rows.find(({ Code }) => Code === "C12")).toEqual(company(12, { Name: "Still wanted" }));
    expect(rows.find(({ Code }) => Code === "C13")).toBeUndefined();
  });

  test("whose records were put back while the plan waited are not carried out", async () => {
    const gone = ["C35", "C36", "C37", "C38", "C39", "C40"];
    const rowOf = async (code: string) =>
      world.ours<{ row_id: string }>("select row_id from rows.base where key = $1", [`["${code}"]`]);
    const [before] = await rowOf("C35");
    await registry.table.remove(...gone);
    const held = await registry.run();
    expect(held.status).toBe("held");
    await registry.table.add(company(35), company(36));
    // The plan has waited for hours.
    await world.ours(
      `update public.run set progress = jsonb_set(progress::jsonb, '{sides}',
         (select jsonb_object_agg(key, value || '{"readUntil": 0}') from jsonb_each(progress::jsonb->'sides')))
        where status = 'held'`,
    );
    await approveRun(world.tenant.caller, held.id, { planHash: held.planHash ?? "" });
    await world.carry(held);
    const codes = (await registry.notion.rows()).map(({ Code }) => Code);
    expect(codes.filter((code) => gone.includes(code))).toEqual(["C35", "C36"]);
    expect(await rowOf("C35")).toEqual([before]);
    await forgetDeletions();
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    await registry.equal();
  });

  test("that are rejected are not carried out; the run ends stopped", async () => {
    const gone = ["C18", "C19", "C21", "C22", "C23", "C24"];
    const before = await registry.notion.rows();
    await registry.table.remove(...gone);
    const held = await registry.run();
    world.notion("reset-counts");
    world.google("reset-counts");
    await rejectRun(world.tenant.caller, held.id);
    expect(await world.carry(held)).toMatchObject({ status: "stopped", decidedBy: { decision: "rejected" } });
    expect(world.notion<{ writes: number }>("counts").writes).toBe(0);
    expect(world.google<{ writes: number }>("counts").writes).toBe(0);
    expect(await registry.notion.rows()).toEqual(before);
  });

  test("a newer run takes the place of a held one, whose hash is then stale", async () => {
    const held = await registry.run();
    expect(held.status).toBe("held");
    const newer = await registry.run();
    expect(newer.status).toBe("held");
    const [status] = await world.ours<{ status: string }>(
      "select status from public.run where sync_id = $1",
      [held.syncId],
    );
    expect(status).toEqual({ status: "stopped" });
    await expect(
      approveRun(world.tenant.caller, held.id, { planHash: held.planHash ?? "" }),
    ).rejects.toMatchObject({ kind: "stale" });
    const [staged] = await world.ours(
      "select count(*)::int as runs from (select distinct run_id from rows.obs) r",
    );
    expect(staged).toEqual({ runs: 1 });
  });

  test("a dry run takes no held plan's place and changes nothing", async () => {
    const [held] = await world.ours<{ id: string }>("select id from public.run where status = 'held'");
    const before = await world.ours("select state, state_reason from public.registry");
    const dry = await world.run(registry.id, { kind: "dry-run" });
    expect(dry).toMatchObject({ status: "done", counts: { delete: 12 } });
    expect(await world.ours("select id from public.run where status = 'held'")).toEqual([held]);
    expect(await world.ours("select state, state_reason from public.registry")).toEqual(before);
  });

  test("a held plan whose cause is mended is superseded by the run that finds nothing to do", async () => {
    await registry.table.add(...[18, 19, 21, 22, 23, 24].map((number) => company(number)));
    expect(await registry.run()).toMatchObject({ status: "done", counts: { delete: 0, create: 0 } });
    expect(await world.ours("select from public.run where status = 'held'")).toEqual([]);
    await registry.equal();
  });

  test("many small ones add up over a day", async () => {
    await forgetDeletions();
    await registry.table.remove("C25", "C26", "C27");
    expect((await registry.run()).status).toBe("done");
    await registry.table.remove("C28", "C29", "C30");
    const held = await registry.run();
    expect(held.status).toBe("held");
    expect(held.brakes.map(({ kind }) => kind)).toContain("deletes-24h");
    expect((await registry.notion.rows()).map(({ Code }) => Code)).toContain("C28");
  });
});
