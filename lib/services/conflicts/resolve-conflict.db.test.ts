import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { companies } from "@/lib/sync/testing/companies";
import { pauseRegistry, resumeRegistry } from "../registries/browse-registries";
import { listRuns } from "../runs/browse-runs";
import { rejectRun } from "../runs/decide-run";
import { requestRun } from "../runs/request-run";
import { getConflict } from "./list-conflicts";
import { reopenConflict, resolveConflict } from "./resolve-conflict";
import { type Disputes, openDisputes } from "./testing/disputes";

let disputes: Disputes;
let { world, caller, registry, disagree, open, resolved, cell, carried, inLedger } = {} as Disputes;

beforeAll(async () => {
  disputes = await openDisputes();
  ({ world, caller, registry, disagree, open, resolved, cell, carried, inLedger } = disputes);
});

afterAll(() => world.close());

describe("a conflict that waits", () => {
  test("holds up neither the row's other cells nor other rows, and tells every value with its time", async () => {
    await disagree("C01", ["Porto", "Turin"]);
    await registry.notion.edit("C01", "Name", "Moves on");
    await registry.sheet.edit("C02", "Name", "Moves on too");
    const run = await registry.run();
    expect(run.counts.conflict).toBe(1);
    expect((await registry.table.rows()).slice(0, 2)).toMatchObject([
      { Name: "Moves on", City: "Turin" },
      { Name: "Moves on too" },
    ]);
    const conflict = await open("C01");
    expect(conflict).toMatchObject({
      kind: "cell",
      field: "City",
      base: "Oslo",
      current: "Oslo",
      winner: null,
      resolved: false,
      decidedBy: "manual",
      choice: null,
      canResolve: true,
    });
    expect(conflict.candidates.map(({ side, value }) => [side, value])).toEqual([
      [registry.sides.notion, "Porto"],
      [registry.sides.postgres, "Turin"],
    ]);
    for (const { after, before } of conflict.candidates)
      expect(Date.parse(before ?? "")).toBeGreaterThanOrEqual(Date.parse(after ?? ""));
    expect(["Porto", "Turin"]).toContain(conflict.proposal?.value);
    expect(await getConflict(caller, conflict.id)).toEqual(conflict);
  });

  test("is settled by one side's value in the run that the decision asks for", async () => {
    const { id } = await open("C01");
    const decided = await resolveConflict(caller, id, { choose: registry.sides.postgres });
    expect(decided).toMatchObject({
      id,
      resolved: false,
      choice: { value: "Turin", side: registry.sides.postgres, by: caller.actor },
    });
    expect(await carried(decided.requestedRunId)).toMatchObject({ status: "done", counts: { update: 2 } });
    expect(await cell("C01")).toBe("Turin");
    expect(await getConflict(caller, id)).toMatchObject({
      resolved: true,
      decidedBy: "person",
      winner: "Turin",
      current: "Turin",
      choice: null,
    });
    const [entry] = await inLedger("conflict.resolved");
    expect(entry).toMatchObject({
      actor_ref: caller.actor.ref,
      payload: {
        key: ["C01"],
        before: "Oslo",
        candidates: [
          { side: registry.sides.notion, value: "Porto" },
          { side: registry.sides.postgres, value: "Turin" },
        ],
        choice: { value: "Turin", side: registry.sides.postgres },
      },
    });
  });

  test("is settled by the value before, or by one given by hand in any usual form", async () => {
    await disagree("C03", ["Porto", "Turin"]);
    await disagree("C04", ["41", "42"], "Staff");
    await registry.run();
    await resolveConflict(caller, (await open("C03")).id, { choose: "base" });
    const last = await resolveConflict(caller, (await open("C04")).id, { value: " 043.0 " });
    await carried(last.requestedRunId);
    expect(await cell("C03")).toBe("Oslo");
    expect(await cell("C04", "Staff")).toBe("43");
    expect(await resolved("C03")).toMatchObject({ decidedBy: "person", winner: "Oslo" });
  });

  test("takes only what the field can hold, and only a side that has a value in it", async () => {
    await disagree("C05", ["51", "52"], "Staff");
    await registry.run();
    const { id } = await open("C05");
    await expect(resolveConflict(caller, id, { value: "about fifty" })).rejects.toMatchObject({
      kind: "invalid-input",
      paths: [{ path: "/value", message: "Give a whole number." }],
    });
    await expect(resolveConflict(caller, id, { choose: registry.sides.google })).rejects.toMatchObject({
      kind: "invalid-input",
      paths: [{ path: "/choose" }],
    });
    expect((await open("C05")).choice).toBeNull();
    await resolveConflict(caller, id, { value: null });
    await registry.run();
    expect(await cell("C05", "Staff")).toBe("");
  });

  test("takes another decision, or none, until a run has taken the last one in", async () => {
    await disagree("C06", ["Porto", "Turin"]);
    await registry.run();
    const { id } = await open("C06");
    await resolveConflict(caller, id, { choose: registry.sides.notion });
    expect(await reopenConflict(caller, id)).toMatchObject({ choice: null, resolved: false });
    await expect(reopenConflict(caller, id)).rejects.toMatchObject({ kind: "stale" });
    await registry.run();
    expect((await open("C06")).id).toBe(id);
    await resolveConflict(caller, id, { choose: registry.sides.notion });
    await resolveConflict(caller, id, { choose: registry.sides.postgres });
    await registry.run();
    expect(await cell("C06")).toBe("Turin");
    await expect(reopenConflict(caller, id)).rejects.toMatchObject({ kind: "stale" });
    expect((await inLedger("conflict.reopened")).map(({ payload }) => payload?.key)).toEqual([["C06"]]);
  });

  test("is decided all the same where the day's runs are used up, and the next run carries it out", async () => {
    await disagree("C30", ["Porto", "Turin"]);
    await registry.run();
    const { id } = await open("C30");
    await world.ours("update public.organization set plan = 'free'");
    for (let used = 0; used < 10; used += 1) {
      await requestRun(caller, registry.id, { kind: "sync", syncId: randomUUID() }).catch(() => {});
      await world.ours("update public.run set status = 'done' where status = 'queued'");
    }
    const decided = await resolveConflict(caller, id, { choose: registry.sides.postgres });
    await world.ours("update public.organization set plan = 'enterprise'");
    expect(decided).toMatchObject({ requestedRunId: null, choice: { value: "Turin" } });
    await registry.run();
    expect(await cell("C30")).toBe("Turin");
  });

  test("is another one once a value in it changes: the old decision and its id are void", async () => {
    await disagree("C07", ["Porto", "Turin"]);
    await registry.run();
    const before = await open("C07");
    await resolveConflict(caller, before.id, { choose: registry.sides.postgres });
    await registry.notion.edit("C07", "City", "Braga");
    await registry.run();
    const after = await open("C07");
    expect(after).toMatchObject({ choice: null, candidates: [{ value: "Braga" }, { value: "Turin" }] });
    await expect(resolveConflict(caller, before.id, { choose: "base" })).rejects.toMatchObject({
      kind: "not-found",
    });
    await resolveConflict(caller, after.id, { choose: registry.sides.notion });
    await registry.run();
    expect(await cell("C07")).toBe("Braga");
  });

  test("that the sides settled among themselves is closed, and takes no more decisions", async () => {
    await disagree("C08", ["Porto", "Turin"]);
    await registry.run();
    const { id } = await open("C08");
    await registry.table.edit("C08", "City", "Porto");
    await registry.run();
    expect(await getConflict(caller, id)).toMatchObject({ resolved: true, current: "Porto" });
    await expect(resolveConflict(caller, id, { value: "Porto" })).rejects.toMatchObject({ kind: "stale" });
  });

  test("keeps its decision through a dry run, and through a held plan that is rejected", async () => {
    await disagree("C09", ["Porto", "Turin"]);
    await registry.run();
    const { id } = await open("C09");
    await pauseRegistry(caller, registry.id);
    const decided = await resolveConflict(caller, id, { choose: registry.sides.notion });
    expect(decided.requestedRunId).toBeNull();
    await resumeRegistry(caller, registry.id);
    await world.run(registry.id, { kind: "dry-run" });
    expect(await open("C09")).toMatchObject({ id, choice: { value: "Porto" } });

    const gone = companies(20, 29);
    await registry.table.remove(...gone.map(({ Code }) => Code));
    const held = await registry.run();
    expect(held.status).toBe("held");
    // The plan has the decision in it: another one would be lost when it is approved.
    await expect(resolveConflict(caller, id, { choose: "base" })).rejects.toMatchObject({ kind: "stale" });
    await expect(reopenConflict(caller, id)).rejects.toMatchObject({ kind: "stale" });
    await rejectRun(caller, held.id);
    await world.carry(held);
    expect(await open("C09")).toMatchObject({ id, choice: { value: "Porto" } });
    await registry.table.add(...gone);
    expect((await registry.run()).status).toBe("done");
    expect(await cell("C09")).toBe("Porto");
  });

  test("decided on while a plan is held waits for the decision on the plan, and is then run by itself", async () => {
    await disagree("C10", ["Porto", "Turin"]);
    await registry.run();
    const gone = companies(20, 29);
    await registry.table.remove(...gone.map(({ Code }) => Code));
    const held = await registry.run();
    const decided = await resolveConflict(caller, (await open("C10")).id, { choose: registry.sides.notion });
    expect(decided.requestedRunId).toBeNull();
    expect((await listRuns(caller, registry.id, null)).data[0]).toMatchObject({
      id: held.id,
      status: "held",
    });
    const [stored] = await world.ours("select dirty from public.registry");
    expect(stored).toEqual({ dirty: true });
    await rejectRun(caller, held.id);
    await world.carry(held);
    await registry.table.add(...gone);
    await registry.run();
    expect(await cell("C10")).toBe("Porto");
  });
});
