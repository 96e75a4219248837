import { expect, test } from "vitest";
import { newUuid, publicId } from "@/lib/ids";
import { NO_COUNTS } from "../../runs";
import type { OpenHarness } from "./harness";

const AT = new Date("2026-03-01T10:00:00.000Z");
const LATER = new Date("2026-03-01T11:00:00.000Z");

/** What steps leave on their run and on its registry. */
export function progressTests(open: OpenHarness): void {
  test("a run and its registry are loaded as they stand; one that is not there is null", async () => {
    const { store, registry, addRun } = await open();
    const runId = await addRun({ kind: "undo", request: { kind: "undo", runId: registry.id } });
    const loaded = await store.load(runId);
    expect(loaded?.registry).toEqual(registry);
    expect(loaded?.run).toMatchObject({
      ...{ id: runId, registryId: registry.id, kind: "undo", status: "queued", counts: NO_COUNTS },
      ...{ request: { kind: "undo", runId: registry.id }, planHash: null, startedAt: null, error: null },
    });
    expect(await store.load(registry.id)).toBeNull();
  });

  test("an approval of somebody who belongs to no organization does not stand", async () => {
    const { store, registry, addRun } = await open();
    const approval = { ref: publicId("per", newUuid()), roles: ["owner"] };
    const asked = { runId: await addRun(), registryId: registry.id, approval };
    expect(await store.transact((tx) => tx.approvalStands(asked))).toBe(false);
  });

  test("a change of a run touches what it names", async () => {
    const { store, addRun } = await open();
    const runId = await addRun();
    const phases = [{ name: "pull", startedAt: AT.toISOString(), finishedAt: null, requests: 3 }];
    const counts = { ...NO_COUNTS, read: { side: 4 }, create: 2 };
    const error = { kind: "internal", message: "No.", remedy: null };
    await store.transact(async (tx) => {
      await tx.changeRun(runId, {
        status: "running",
        progress: { at: [1, null] },
        planHash: "abc",
        startedAt: AT,
      });
      await tx.changeRun(runId, { counts, phases, brakes: [{ kind: "deletes" }], error, expiresAt: LATER });
      await tx.changeRun(runId, { finishedAt: LATER });
    });
    const changed = { status: "running", progress: { at: [1, null] }, planHash: "abc", startedAt: AT };
    expect((await store.load(runId))?.run).toMatchObject({
      ...changed,
      ...{ counts, phases, brakes: [{ kind: "deletes" }], error, expiresAt: LATER, finishedAt: LATER },
    });
    await store.transact((tx) => tx.changeRun(runId, { planHash: null, expiresAt: null, error: null }));
    expect((await store.load(runId))?.run).toMatchObject({ planHash: null, expiresAt: null, error: null });
  });

  test("a closed run leaves its outcome; null leaves what was there, and a recheck never goes back", async () => {
    const { store, registry, addRun } = await open();
    const runId = await addRun();
    const baseline = { normaliser: "n1", filter: null, sides: {} };
    const close = (change: object) =>
      store.transact((tx) =>
        tx.closeRegistryRun(registry.id, {
          ...{ state: "up-to-date", reason: null, runId, rowCount: 7, at: AT, nextRunAt: LATER, failures: 0 },
          ...{ rechecked: 3, baseline, ...change },
        }),
      );
    await close({});
    const after = { state: "up-to-date", stateReason: null, lastRunId: runId, lastRunAt: AT };
    const kept = { rowCount: 7, rechecked: 3, baseline };
    expect((await store.load(runId))?.registry).toMatchObject({ ...after, ...kept, nextRunAt: LATER });
    await close({ state: "stopped", reason: "Why.", rowCount: null, rechecked: null, baseline: null });
    expect((await store.load(runId))?.registry).toMatchObject({
      ...kept,
      state: "stopped",
      stateReason: "Why.",
    });
    await close({ rowCount: 0, rechecked: 1, nextRunAt: null, failures: 2 });
    expect((await store.load(runId))?.registry).toMatchObject({
      ...{ rowCount: 0, rechecked: 3, nextRunAt: null, failures: 2 },
    });
  });

  test("a draft says why its run failed; a registry that runs keeps its own reason", async () => {
    const { store, registry, addRun } = await open();
    const runId = await addRun();
    const schedule = (reason: string | null) =>
      store.transact((tx) => tx.scheduleRegistry(registry.id, { nextRunAt: AT, failures: 1, reason }));
    await schedule("It failed.");
    const draft = { state: "draft", stateReason: "It failed.", nextRunAt: AT, failures: 1 };
    expect((await store.load(runId))?.registry).toMatchObject(draft);
    await store.transact((tx) => tx.changeRegistryState(registry.id, { state: "held", reason: "Decide." }));
    await schedule("It failed again.");
    expect((await store.load(runId))?.registry).toMatchObject({ state: "held", stateReason: "Decide." });
  });

  test("the last complete look is that of the youngest sync that went through", async () => {
    const { store, registry, addRun } = await open();
    const look = () => store.transact((tx) => tx.lastCompleteLook(registry.id));
    await addRun({ status: "failed", startedAt: LATER });
    await addRun({ status: "done", kind: "shadow", startedAt: LATER });
    await addRun({ status: "done", startedAt: null });
    await addRun({ status: "done", startedAt: LATER, progress: { stagingLost: true } });
    expect(await look()).toBeNull();
    await addRun({ status: "done-with-issues", startedAt: LATER });
    await addRun({ status: "done", startedAt: AT, progress: { stagingLost: false } });
    expect(await look()).toBe(LATER.getTime());
  });

  test("a newer plan takes the place of those that are held", async () => {
    const { store, registry, addRun } = await open();
    const held = await addRun({ status: "held" });
    const mine = await addRun({ status: "held" });
    const running = await addRun({ status: "running" });
    const superseded = await store.transact((tx) => tx.supersedeHeldRuns(registry.id, mine, AT));
    const { trigger, progress } = (await store.load(held))?.run ?? {};
    expect(superseded).toEqual([{ id: held, trigger, progress }]);
    const message = "A newer plan took the place of this one.";
    const before = (await store.load(running))?.run.progress as { state: object };
    expect((await store.load(held))?.run).toMatchObject({
      ...{ status: "stopped", finishedAt: AT, error: { kind: "stale", message, remedy: null } },
      progress: { ...before, state: { ...before.state, phase: "closed", reason: "superseded" } },
    });
    expect((await store.load(mine))?.run.status).toBe("held");
    expect((await store.load(running))?.run.status).toBe("running");
  });

  test("entries are appended in order", async () => {
    const { store, addRun, dump } = await open();
    const runId = await addRun();
    const target = { type: "run", ref: "run_1" };
    const line = {
      source: null,
      destination: null,
      runId,
      payload: { a: 1 },
      target,
      outcome: "ok",
    } as const;
    const actor = { type: "system", ref: "test" } as const;
    await store.transact((tx) => tx.recordRows([], AT));
    await store.transact((tx) =>
      tx.recordRows(
        [
          { ...line, actor, action: "run.planned" },
          { ...line, actor, action: "run.held" },
        ],
        AT,
      ),
    );
    await store.transact((tx) => tx.recordRows([{ ...line, actor, action: "run.closed" }], AT));
    expect((await dump()).entry).toEqual([
      { seq: 0, action: "run.planned", targetRef: "run_1", runId },
      { seq: 1, action: "run.held", targetRef: "run_1", runId },
      { seq: 2, action: "run.closed", targetRef: "run_1", runId },
    ]);
  });

  test("rules are the published document with the options of every set; none without one", async () => {
    const { store, registry, publish, addOptionSet } = await open();
    const id = newUuid();
    await addOptionSet({ id, name: "Cities", options: ["Brno", "Praha"], source: null });
    expect(await store.rulesOf(registry.id)).toBeNull();
    const document = { type: "object", properties: { city: { type: "string" } } };
    await publish(registry.id, document);
    const rules = await store.rulesOf(registry.id);
    expect(rules?.document).toEqual(document);
    expect([...(rules?.optionSets.values() ?? [])]).toEqual([["Brno", "Praha"]]);
  });
}
