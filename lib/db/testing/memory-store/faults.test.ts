import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import { commitOf, decision, record } from "../run-store-kit/samples";
import { sampleRegistry, sampleRun } from "../sample-registry";
import { MemoryRunStore, type OnCall } from "./memory-run-store";

/** What a simulator does to the store: faults around every call, crashes, a clock that stands. */
async function openStore(onCall?: OnCall) {
  const now = () => new Date("2026-03-01T08:00:00.000Z");
  const store = new MemoryRunStore({ now, uuid: newUuid, ...(onCall && { onCall }) });
  const ids = [newUuid(), newUuid(), newUuid()];
  const registry = sampleRegistry({ id: newUuid(), sideIds: ids, connectionIds: ids });
  await store.addRegistry(registry);
  const run = sampleRun({ id: newUuid(), registryId: registry.id, syncId: newUuid() });
  await store.addRun(run);
  const place = { runId: run.id, sideId: ids[0] ?? "", from: 0 };
  const statusOf = async () => (await store.load(run.id))?.run.status;
  const begin = () => store.transact((tx) => tx.changeRun(run.id, { status: "running" }));
  return { store, registry, runId: run.id, place, statusOf, begin };
}

/** Throws once, at the moment that is named. */
function failingAt(name: string, when: "before" | "after"): OnCall {
  let isSpent = false;
  return (call, moment) => {
    if (isSpent || call !== name || moment !== when) return;
    isSpent = true;
    throw new Error(`lost ${when} ${name}`);
  };
}

test("the hook is asked around the beginning, every call and the commit, and around each look", async () => {
  const asked: string[] = [];
  const { store, runId, registry } = await openStore((name, when) => void asked.push(`${when} ${name}`));
  await store.transact(async (tx) => {
    await tx.transactionTime();
    await tx.rowsOfPlan(runId);
  });
  await store.load(runId);
  await store.rulesOf(registry.id);
  const names = ["begin", "transactionTime", "rowsOfPlan", "commit", "load", "rulesOf"];
  expect(asked).toEqual(names.flatMap((name) => [`before ${name}`, `after ${name}`]));
});

test.each([
  ["begin", "before"],
  ["begin", "after"],
  ["changeRun", "before"],
  ["changeRun", "after"],
  ["commit", "before"],
] as const)(
  "a connection lost at %s (%s) leaves nothing, and the next transaction goes on",
  async (name, when) => {
    const { begin, statusOf } = await openStore(failingAt(name, when));
    await expect(begin()).rejects.toThrow(`lost ${when} ${name}`);
    expect(await statusOf()).toBe("queued");
    await begin();
    expect(await statusOf()).toBe("running");
  },
);

test("a commit whose acknowledgement is lost stands", async () => {
  const { begin, statusOf } = await openStore(failingAt("commit", "after"));
  await expect(begin()).rejects.toThrow("lost after commit");
  expect(await statusOf()).toBe("running");
});

test("work that goes on after a lost connection is refused", async () => {
  const { store, runId, statusOf } = await openStore(failingAt("takeLease", "before"));
  const lease = { registryId: newUuid(), runId, seconds: 1, holder: newUuid() };
  const swallowing = store.transact(async (tx) => {
    await tx.changeRun(runId, { status: "running" });
    await tx.takeLease(lease).catch(() => {});
    await expect(tx.changeRun(runId, { status: "done" })).rejects.toMatchObject({ code: "25P02" });
  });
  await expect(swallowing).rejects.toMatchObject({ code: "25P02" });
  expect(await statusOf()).toBe("queued");
});

test("a crash empties what is not logged, undoes the open transaction and leaves the rest", async () => {
  const { store, runId, registry, place, statusOf } = await openStore();
  await store.transact(async (tx) => {
    await tx.stageRecords(place, [record("Ada")]);
    await tx.commitRows({ runId, registryId: registry.id }, [commitOf(decision(newUuid(), "Ada"))]);
  });
  const reached = Promise.withResolvers<void>();
  const open = store.transact(async (tx) => {
    await tx.changeRun(runId, { status: "running" });
    await tx.stageRecords({ ...place, from: 1 }, [record("Bob")]);
    reached.resolve();
    // A network that never answers: only the crash ends this.
    await new Promise(() => {});
  });
  await reached.promise;
  store.crash();
  await expect(open).rejects.toMatchObject({ code: "57P01" });
  expect(await statusOf()).toBe("queued");
  expect(store.tables.obs.all()).toEqual([]);
  expect(store.tables.base.all()).toHaveLength(1);
  await store.transact((tx) => tx.stageRecords(place, [record("Cid")]));
  expect(store.tables.obs.all()).toHaveLength(1);
});

test("a transaction that is over answers nothing more", async () => {
  const { store, runId, statusOf } = await openStore();
  const kept = await store.transact(async (tx) => ({ tx }));
  await expect(kept.tx.changeRun(runId, { status: "done" })).rejects.toMatchObject({ code: "25P02" });
  expect(await statusOf()).toBe("queued");
});

test("of two transactions within one tick of the clock, the second is later", async () => {
  const { store } = await openStore();
  const moment = () => store.transact((tx) => tx.transactionTime());
  const [first, second] = [await moment(), await moment()];
  expect(first < second).toBe(true);
  expect(second).toMatch(/^2026-03-01 08:00:00\.\d{1,6}\+00$/);
});

test("nothing that goes in or comes out is shared with whoever may change it", async () => {
  const { store, runId, place } = await openStore();
  const cells = { name: "Ada", city: "Brno", gone: undefined } as unknown as Record<string, string>;
  const progress = { at: [1] };
  await store.transact(async (tx) => {
    await tx.stageRecords(place, [record("Ada", { cells })]);
    await tx.changeRun(runId, { progress });
  });
  cells.city = "Praha";
  progress.at.push(2);
  const [seen] = store.tables.obs.all();
  expect(seen?.cells).toStrictEqual({ city: "Brno", name: "Ada" });
  expect(() => Object.assign(seen?.cells ?? {}, { city: "Zlín" })).toThrow(TypeError);
  expect(() => Object.assign(seen ?? {}, { state: "absent" })).toThrow(TypeError);
  const loaded = await store.load(runId);
  loaded?.run.createdAt.setTime(0);
  expect((await store.load(runId))?.run).toMatchObject({ progress: { at: [1] } });
  expect((await store.load(runId))?.run.createdAt.getTime()).not.toBe(0);
});
