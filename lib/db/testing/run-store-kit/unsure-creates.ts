import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { OperationStatus } from "../../rows/plan-store";
import type { RunTransaction } from "../../run-store";
import type { OpenHarness } from "./harness";
import { commitOf, decision, operation, outcome } from "./samples";

const MINUTE_MS = 60_000;

/** What became of the create of one row, which is operation 0 of its run. */
interface Fate {
  readonly op?: string;
  readonly isSent?: boolean;
  readonly answer?: { readonly status: OperationStatus; readonly reason?: string };
  readonly isCommitted?: boolean;
  /** What else happens. */
  also?(tx: RunTransaction, place: { readonly runId: string; readonly sideId: string }): Promise<unknown>;
}

const UNSURE: Readonly<Record<string, Fate>> = {
  "sent and not answered": {},
  "sent and committed without an answer": { isCommitted: true },
  "answered with nothing known": { answer: { status: "unknown" }, isCommitted: true },
  "given up after it was sent": {
    also: (tx, place) => tx.dropOperations(place, { code: "limit", message: "Later." }),
    isCommitted: true,
  },
  "done and not committed": { answer: { status: "done" } },
  "refused and not committed": { answer: { status: "refused" } },
  "committed after it was overtaken": {
    answer: { status: "dropped", reason: "answer-lost" },
    isCommitted: true,
  },
};

const SURE: Readonly<Record<string, Fate>> = {
  "planned only": { isSent: false },
  "given up before it was sent": {
    isSent: false,
    also: (tx, place) => tx.dropOperations(place, { code: "limit", message: "Later." }),
  },
  "sent and taken back": { also: (tx, { runId }) => tx.takeBackSent(runId, [0, 99]) },
  "done and committed": { answer: { status: "done" }, isCommitted: true },
  "refused and committed": { answer: { status: "refused", reason: "too-long" }, isCommitted: true },
  "an update": { op: "update" },
  "a delete": { op: "delete" },
};

/** Creates of which nobody knows, or has kept, what became. */
export function unsureCreateTests(open: OpenHarness): void {
  /** How long ago the last such create was, after one with this fate. */
  async function agoAfter({ op = "create", isSent = true, answer, isCommitted, also }: Fate) {
    const { store, registry, addRun } = await open();
    const sideId = registry.sides[0]?.id ?? "";
    const runId = await addRun();
    const made = decision(newUuid(), "Ada");
    await store.transact(async (tx) => {
      await tx.storeDecisions(runId, [made]);
      await tx.storeOperations(runId, [operation(made.rowId, sideId, { op: op as "create" })]);
      if (isSent) await tx.markSent(runId, [0]);
    });
    if (answer) await store.transact((tx) => tx.recordOutcomes(runId, [outcome(0, answer)]));
    await store.transact(async (tx) => {
      await also?.(tx, { runId, sideId });
      if (isCommitted) await tx.commitRows({ runId, registryId: registry.id }, [commitOf(made)]);
    });
    return store.transact((tx) =>
      tx.lastUnsureCreate({ registryId: registry.id, sideId, withinMs: MINUTE_MS }),
    );
  }

  for (const [name, fate] of Object.entries(UNSURE)) {
    test(`a create is unsure: ${name}`, async () => {
      const ago = await agoAfter(fate);
      expect(Number.isInteger(ago)).toBe(true);
      expect(ago).toBeGreaterThanOrEqual(0);
      expect(ago).toBeLessThan(MINUTE_MS);
    });
  }

  for (const [name, fate] of Object.entries(SURE)) {
    test(`no create is unsure: ${name}`, async () => expect(await agoAfter(fate)).toBeNull());
  }

  test("the youngest counts, within the time, on its own side and registry", async () => {
    const { store, registry, contacts, addRun } = await open();
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const place = { registryId: registry.id, sideId: first };
    const [old, young] = [await addRun(), await addRun()];
    for (const runId of [old, young])
      await store.transact((tx) =>
        tx.storeOperations(runId, [operation(newUuid(), first, { op: "create" })]),
      );
    await store.transact((tx) => tx.markSent(old, [0]));
    await store.transact(async (tx) => {
      await tx.changeRun(young, { status: "running" });
      await tx.markSent(young, [0]);
      const ago = (withinMs: number, change = {}) => tx.lastUnsureCreate({ ...place, withinMs, ...change });
      expect(await ago(MINUTE_MS)).toBe(0);
      expect(await ago(1)).toBe(0);
      expect(await ago(0)).toBeNull();
      expect(await ago(MINUTE_MS, { sideId: second })).toBeNull();
      expect(await ago(MINUTE_MS, { registryId: contacts.id })).toBeNull();
      expect(await ago(MINUTE_MS, { exceptRunId: old })).toBe(0);
    });
  });

  test("a run's own creates do not count for it", async () => {
    const { store, registry, addRun } = await open();
    const sideId = registry.sides[0]?.id ?? "";
    const [runId, other] = [await addRun(), await addRun()];
    const ago = await store.transact(async (tx) => {
      await tx.storeOperations(runId, [operation(newUuid(), sideId, { op: "create" })]);
      await tx.markSent(runId, [0]);
      const place = { registryId: registry.id, sideId, withinMs: MINUTE_MS };
      return [
        await tx.lastUnsureCreate({ ...place, exceptRunId: runId }),
        await tx.lastUnsureCreate({ ...place, exceptRunId: other }),
      ];
    });
    expect(ago).toEqual([null, 0]);
  });

  test("a commit makes sure of its own run's create of that row only", async () => {
    const { store, registry, addRun } = await open();
    const sideId = registry.sides[0]?.id ?? "";
    const [sending, other] = [await addRun(), await addRun()];
    const [rowId, neighbour] = [newUuid(), newUuid()];
    const commit = (runId: string, name: string, row: string) =>
      store.transact(async (tx) => {
        const made = decision(row, name, { ordinal: name.length });
        await tx.storeDecisions(runId, [made]);
        await tx.commitRows({ runId, registryId: registry.id }, [commitOf(made)]);
        return tx.lastUnsureCreate({ registryId: registry.id, sideId, withinMs: MINUTE_MS });
      });
    await store.transact(async (tx) => {
      await tx.storeOperations(sending, [operation(rowId, sideId, { op: "create" })]);
      await tx.markSent(sending, [0]);
      await tx.recordOutcomes(sending, [outcome(0)]);
    });
    expect(await commit(sending, "A", neighbour)).not.toBeNull();
    expect(await commit(other, "Ada", rowId)).not.toBeNull();
    expect(await commit(sending, "Ada", rowId)).toBeNull();
  });

  test("what was sent and not begun is to be done again, with all that is known of it", async () => {
    const { store, registry, addRun } = await open();
    const sideId = registry.sides[0]?.id ?? "";
    const [runId, other] = [await addRun(), await addRun()];
    const pending = (run: string) =>
      store.transact((tx) => tx.pendingOperations({ runId: run, chunk: 0, sideId }, 9));
    for (const run of [runId, other])
      await store.transact(async (tx) => {
        await tx.storeOperations(
          run,
          [0, 1, 2].map((ordinal) => operation(newUuid(), sideId, { ordinal })),
        );
        await tx.recordOutcomes(run, [outcome(1, { status: "unknown", attempts: 2 })]);
        await tx.markSent(run, [0, 1, 2]);
      });
    await store.transact(async (tx) => {
      await tx.takeBackSent(runId, []);
      await tx.takeBackSent(runId, [1, 2, 77]);
    });
    const told = (await pending(runId)).map(({ ordinal, status, attempts }) => [ordinal, status, attempts]);
    expect(told).toEqual([
      [0, "sent", 0],
      [1, "planned", 2],
      [2, "planned", 0],
    ]);
    expect((await pending(other)).map(({ status }) => status)).toEqual(["sent", "sent", "sent"]);
  });
}
