import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { OperationStatus } from "../../rows/plan-store";
import type { StoredRun } from "../../runs";
import type { OpenHarness } from "./harness";
import { commitOf, decision, operation, outcome, settle } from "./samples";

const inChunk = (chunk: number) => ({ state: { chunk } }) as unknown as StoredRun["progress"];

/** A run with one row of chunk 1 that was to be written to one side. */
interface Left {
  readonly run?: Partial<StoredRun>;
  readonly status?: OperationStatus;
  readonly isCommitted?: boolean;
}

const LEFT: Readonly<Record<string, Left>> = {
  "failed in the middle of a chunk": {},
  "lost the registry in the middle of a chunk": { run: { status: "running" } },
  "lost its approval in the middle of a chunk": { run: { status: "held" } },
  "was stopped after that": { run: { status: "stopped" } },
};

const NOT_LEFT: Readonly<Record<string, Left>> = {
  "has written nothing": { status: "unknown" },
  "was refused": { status: "refused" },
  "has committed what it wrote": { isCommitted: true },
  "came to its end": { run: { status: "done" } },
  "waits for a person, and has written nothing": { run: { status: "held" }, status: "planned" },
  "is at another chunk": { run: { progress: inChunk(0) } },
};

/** Runs that wrote and did not commit, and what becomes of the rest of their rows. */
export function leftRunTests(open: OpenHarness): void {
  async function leftAfter({ run, status = "done", isCommitted = false }: Left) {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const [sideId = ""] = registry.sides.map(({ id }) => id);
    const made = decision(newUuid(), "Ada", { chunk: 1 });
    const runId = await addRun({ status: "failed", progress: inChunk(1), ...run });
    const asking = { registryId: registry.id, runId: await addRun() };
    const left = await store.transact(async (tx) => {
      await tx.storeDecisions(runId, [made]);
      await tx.storeOperations(runId, [operation(made.rowId, sideId, { chunk: 1 })]);
      await tx.recordOutcomes(runId, [outcome(0, { status })]);
      if (isCommitted) await tx.commitRows({ runId, registryId: registry.id }, [commitOf(made)]);
      return tx.leftRuns(asking);
    });
    return { ...harness, runId, left, asking };
  }

  for (const [name, left] of Object.entries(LEFT))
    test(`a run is left: it ${name}`, async () => {
      const found = await leftAfter(left);
      expect(found.left).toEqual([found.runId]);
    });

  for (const [name, left] of Object.entries(NOT_LEFT))
    test(`a run is not left: it ${name}`, async () => expect((await leftAfter(left)).left).toEqual([]));

  test("a run has not left what it has in hand itself, nor what is another registry's", async () => {
    const { store, contacts, runId, asking } = await leftAfter({});
    const ask = (change: object) => store.transact((tx) => tx.leftRuns({ ...asking, ...change }));
    expect(await ask({ runId })).toEqual([]);
    expect(await ask({ registryId: contacts.id })).toEqual([]);
  });

  test("of rows that others decide on, what was not begun is stale and what was not answered is dropped", async () => {
    const { store, registry, addRun } = await open();
    const [sideId = ""] = registry.sides.map(({ id }) => id);
    const [runId, other] = [await addRun(), await addRun()];
    const [mine, spared] = [newUuid(), newUuid()];
    const statuses = (run: string) =>
      store.transact(async (tx) => (await tx.operationsOfChunk(run, 0)).map((one) => one.status));
    for (const run of [runId, other])
      await store.transact(async (tx) => {
        const own = [0, 1, 2, 3, 4].map((ordinal) => operation(mine, sideId, { ordinal }));
        await tx.storeOperations(run, [...own, operation(spared, sideId, { ordinal: 5 })]);
        await tx.markSent(run, [1]);
        await tx.recordOutcomes(run, [outcome(2, { status: "unknown" }), outcome(3)]);
        await tx.recordOutcomes(run, [outcome(4, { status: "refused", reason: "too-long" })]);
      });
    await store.transact(async (tx) => {
      await tx.overtakeRows(runId, []);
      await tx.overtakeRows(runId, [mine]);
    });
    expect(await statuses(runId)).toEqual(["stale", "dropped", "dropped", "done", "refused", "planned"]);
    expect(await statuses(other)).toEqual(["planned", "sent", "unknown", "done", "refused", "planned"]);
    const [stale, dropped] = await store.transact((tx) => tx.operationsOfChunk(runId, 0));
    expect(stale?.outcome).toEqual({ reason: "overtaken" });
    expect(dropped?.outcome).toMatchObject({ reason: "answer-lost", attempts: 1 });
  });

  test("what a run has sent of rows that others decide on may have been written by us, also if it was refused when it was sent again", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid", "Dan", "Eve"]);
    const [sideId = ""] = registry.sides.map(({ id }) => id);
    const [left, runId] = [await addRun({ status: "running", progress: inChunk(1) }), await addRun()];
    const rowIds = [rows.Ada, rows.Bob, rows.Cid, rows.Dan, rows.Eve];
    const since = await store.transact((tx) => tx.transactionTime());
    await store.transact(async (tx) => {
      await tx.storeOperations(
        left,
        rowIds.map((rowId, ordinal) => operation(rowId, sideId, { ordinal, chunk: 1 })),
      );
      await tx.markSent(left, [0, 1, 2, 3]);
      await tx.recordOutcomes(left, [outcome(1), outcome(2, { status: "refused", attempts: 3 })]);
      await tx.recordOutcomes(left, [outcome(3, { status: "refused" })]);
      await tx.overtakeRows(left, rowIds);
    });
    const except = { gone: [], readWhole: [], writtenSince: since };
    const carried = await store.transact((tx) => tx.carryUnseen({ runId, sideId, from: 0 }, except));
    expect(carried, "Dan's was refused at once, and Eve's never sent").toBe(2);
  });

  test("what another run has sent and has no answer to may have been written by us, for as long as it can have been", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [sideId = ""] = registry.sides.map(({ id }) => id);
    const [left, runId] = [await addRun({ status: "running", progress: inChunk(1) }), await addRun()];
    const asking = { registryId: registry.id, runId };
    const since = await store.transact((tx) => tx.transactionTime());
    const carried = async () => {
      const except = { gone: [], readWhole: [], writtenSince: since };
      return store.transact(async (tx) => {
        await tx.dropStaged(runId);
        return tx.carryUnseen({ runId, sideId, from: 0 }, except);
      });
    };
    await store.transact(async (tx) => {
      const own = [rows.Ada, rows.Bob, rows.Cid].map((rowId, ordinal) =>
        operation(rowId, sideId, { ordinal, chunk: 1 }),
      );
      await tx.storeOperations(left, own);
      await tx.markSent(left, [0, 2]);
      await tx.recordOutcomes(left, [outcome(2)]);
      await tx.noteUnanswered({ ...asking, runId: left });
    });
    expect(await carried()).toBe(3);
    await store.transact((tx) => tx.noteUnanswered(asking));
    expect(await carried()).toBe(2);
  });
}
