import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { OpenHarness } from "./harness";
import {
  cellConflict,
  commitOf,
  companyCells,
  decision,
  keyOf,
  linkOf,
  operation,
  outcome,
  record,
  settle,
} from "./samples";

/** A plan and what becomes of it before its chunks commit. */
export function planTests(open: OpenHarness): void {
  test("a stored plan is read back chunk by chunk and in order", async () => {
    const { store, registry, addRun } = await open();
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const rowId = newUuid();
    const sides = {
      [first]: { done: "base" as const, failed: null, locator: "at Ada", hash: null, open: false },
      [second]: { done: companyCells("Ada"), failed: null, locator: null, hash: "h", open: true },
    };
    const origins = { city: { after: 1, before: 2 } };
    const kept = decision(rowId, "Ada", { ordinal: 1, matchKey: "form", sides, origins });
    const bare = decision(newUuid(), "Bob", { outcome: "deleted", cells: null, hash: null });
    const create = operation(rowId, first, { ordinal: 2, op: "create", before: null, locator: null });
    const remove = operation(rowId, first, { ordinal: 1, op: "delete", cells: null });
    const answers = await store.transact(async (tx) => {
      await tx.storeDecisions(runId, []);
      await tx.storeOperations(runId, []);
      await tx.storeDecisions(runId, [kept, bare, decision(newUuid(), "Cid", { ordinal: 2, chunk: 1 })]);
      await tx.storeOperations(runId, [
        create,
        remove,
        operation(rowId, second),
        operation(rowId, first, { ordinal: 3, chunk: 1 }),
      ]);
      return [
        await tx.uncommittedDecisions(runId, 0),
        await tx.pendingOperations({ runId, chunk: 0, sideId: first }, 10),
        await tx.pendingOperations({ runId, chunk: 0, sideId: first }, 1),
        await tx.operationsOfChunk(runId, 0),
        await tx.rowsOfPlan(runId),
      ];
    });
    const pending = { status: "planned", attempts: 0, sentAgoMs: null };
    expect(answers).toEqual([
      [bare, kept],
      [
        { ...remove, ...pending },
        { ...create, ...pending },
      ],
      [{ ...remove, ...pending }],
      [
        { ...operation(rowId, second), ...pending, outcome: null },
        { ...remove, ...pending, outcome: null },
        { ...create, ...pending, outcome: null },
      ],
      [rowId],
    ]);
  });

  test("an ordinal is planned once, and only of a run that is there", async () => {
    const { store, registry, addRun } = await open();
    const [first = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const rowId = newUuid();
    const twice = (store_: (run: string) => Promise<void>) =>
      expect(store_(runId)).rejects.toMatchObject({ code: "23505" });
    await twice((run) =>
      store.transact((tx) => tx.storeDecisions(run, [decision(rowId, "Ada"), decision(rowId, "Bob")])),
    );
    await twice((run) =>
      store.transact((tx) => tx.storeOperations(run, [operation(rowId, first), operation(rowId, first)])),
    );
    const lost = store.transact((tx) => tx.storeDecisions(rowId, [decision(rowId, "Ada")]));
    await expect(lost).rejects.toMatchObject({ code: "23503" });
  });

  test("clearing a plan takes its decisions, operations and conflicts, and no other run's", async () => {
    const { store, registry, addRun, dump } = await open();
    const [first = ""] = registry.sides.map(({ id }) => id);
    const [mine, other] = [await addRun(), await addRun()];
    for (const runId of [mine, other])
      await store.transact(async (tx) => {
        await tx.storeDecisions(runId, [decision(newUuid(), "Ada")]);
        await tx.storeOperations(runId, [operation(newUuid(), first)]);
        await tx.storeConflicts({ runId, registryId: registry.id, isWriting: true }, [
          cellConflict(newUuid(), "Ada"),
        ]);
      });
    await store.transact((tx) => tx.clearPlan(mine));
    const { decision: decisions, plan, conflict } = await dump();
    expect([decisions, plan, conflict].map((lines) => lines.map(({ runId }) => runId))).toEqual([
      [other],
      [other],
      [other],
    ]);
  });

  test("an outcome takes an operation out of what is pending, or leaves it there to be asked for again", async () => {
    const { store, registry, addRun } = await open();
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const rowId = newUuid();
    const image = { locator: "at Ada", cells: companyCells("Ada") };
    await store.transact(async (tx) => {
      const of = (ordinal: number, sideId: string) => operation(rowId, sideId, { ordinal });
      await tx.storeOperations(runId, [
        of(0, first),
        of(1, first),
        of(2, first),
        of(3, first),
        of(4, second),
        of(5, first),
      ]);
      await tx.markSent(runId, [0, 1, 5, 99]);
      await tx.recordOutcomes(runId, []);
      await tx.recordOutcomes(runId, [
        outcome(0, { image }),
        outcome(1, { status: "unknown", reason: "answer-lost", message: "Lost.", attempts: 2 }),
        outcome(2, { status: "refused", field: "city" }),
      ]);
    });
    const pending = await store.transact((tx) => tx.pendingOperations({ runId, chunk: 0, sideId: first }, 9));
    expect(pending.map(({ ordinal, status, attempts }) => [ordinal, status, attempts])).toEqual([
      [1, "unknown", 2],
      [3, "planned", 0],
      [5, "sent", 0],
    ]);
    await store.transact((tx) =>
      tx.dropOperations({ runId, sideId: first }, { code: "limit", message: "Later." }),
    );
    const [counts, operations] = await store.transact(async (tx) => [
      await tx.planCounts(runId),
      await tx.operationsOfChunk(runId, 0),
    ]);
    expect(operations.map(({ status, outcome: said }) => [status, said])).toEqual([
      ["done", { image, reason: null, message: null, field: null, attempts: 1 }],
      ["dropped", { reason: "limit", message: "Later.", attempts: 2 }],
      ["refused", { image: null, reason: null, message: null, field: "city", attempts: 1 }],
      ["dropped", { reason: "limit", message: "Later.", attempts: 0 }],
      ["planned", null],
      ["dropped", { reason: "limit", message: "Later.", attempts: 1 }],
    ]);
    const of = (sideId: string, status: string, count: number) => ({ sideId, op: "update", status, count });
    expect(counts).toHaveLength(4);
    expect(counts).toEqual(
      expect.arrayContaining([
        of(first, "done", 1),
        of(first, "dropped", 3),
        of(first, "refused", 1),
        of(second, "planned", 1),
      ]),
    );
  });

  test("changed rows are those of the base that the plan writes to", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const fresh = newUuid();
    const before = companyCells("Ada");
    await store.transact(async (tx) => {
      await tx.storeDecisions(runId, [
        decision(rows.Ada, "Ada", { before }),
        decision(rows.Bob, "Bob", { ordinal: 1, before }),
        decision(fresh, "Zoe", { ordinal: 2 }),
      ]);
      await tx.storeOperations(runId, [
        operation(rows.Ada, first),
        operation(rows.Ada, second, { ordinal: 1 }),
        operation(fresh, first, { ordinal: 2 }),
      ]);
    });
    expect(await store.transact((tx) => tx.changedRows(runId))).toEqual({ rows: 1, rowsInBase: 3 });
    expect(await store.transact((tx) => tx.changedRows(rows.Ada))).toEqual({ rows: 0, rowsInBase: 0 });
  });

  test("a decision is void once its row has moved, its key is another's, or a person keeps it out", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid", "Dan"]);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const place = { runId, registryId: registry.id };
    const [fresh, early, late] = [newUuid(), newUuid(), newUuid()];
    const exclude = (locator: string, name: string) =>
      store.transact((tx) =>
        tx.storeExclusions({ registryId: registry.id, actor: {} }, [
          { sideId: first, locator, key: keyOf(name), reason: "unticked" },
        ]),
      );
    await exclude("x", "Early");
    const plannedAt = await store.transact((tx) => tx.transactionTime());
    await exclude("y", "Late");
    await exclude("z", "Dan");
    const made = [
      decision(rows.Ada, "Ada", { before: { city: "Brno", name: "Ada" } }),
      decision(rows.Bob, "Bob", { before: companyCells("Bob", "Praha") }),
      decision(rows.Cid, "Ada", { before: companyCells("Cid") }),
      decision(rows.Dan, "Dan", { before: companyCells("Dan") }),
      decision(fresh, "Bob", { matchKey: keyOf("Zoe") }),
      decision(early, "Early"),
      decision(late, "L", { matchKey: keyOf("Late") }),
      decision(newUuid(), "Gone", { before: companyCells("Gone") }),
    ].map((one, ordinal) => ({ ...one, ordinal }));
    await store.transact(async (tx) => {
      await tx.storeDecisions(runId, [...made, { ...decision(rows.Bob, "Bob"), ordinal: 20, chunk: 1 }]);
      const status = ["planned", "sent", "unknown", "done", "refused"] as const;
      await tx.storeOperations(
        runId,
        status.map((_, ordinal) => operation(rows.Bob, first, { ordinal })),
      );
      await tx.markSent(runId, [1]);
      await tx.recordOutcomes(
        runId,
        [2, 3, 4].map((at) => outcome(at, { status: status[at] ?? "done" })),
      );
      await tx.storeOperations(runId, [operation(rows.Ada, first, { ordinal: 9 })]);
      await tx.voidOvertaken({ ...place, chunk: 0, plannedAt, isOld: false });
    });
    const left = await store.transact((tx) => tx.uncommittedDecisions(runId, 0));
    expect(left.map(({ ordinal }) => ordinal)).toEqual([0, 3, 4, 5]);
    expect(await store.transact((tx) => tx.uncommittedDecisions(runId, 1))).toHaveLength(1);
    const plan = (await dump()).plan.map(({ ordinal, status }) => `${ordinal} ${status}`);
    expect(plan.sort()).toEqual(["0 stale", "1 dropped", "2 dropped", "3 done", "4 refused", "9 planned"]);
    await store.transact((tx) =>
      tx.voidOvertaken({ ...place, chunk: 0, plannedAt: "infinity", isOld: false }),
    );
    expect(await store.transact((tx) => tx.uncommittedDecisions(runId, 0))).toHaveLength(4);
  });

  test("a create is overtaken where its row has been linked to a record since, and not where that one is gone", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const runId = await addRun();
    const place = { runId, registryId: registry.id };
    const [first = ""] = registry.sides.map(({ id }) => id);
    const names = ["Ada", "Bob", "Cid"] as const;
    const creates = [
      operation(rows.Ada, first, { ordinal: 0, op: "create", locator: null }),
      operation(rows.Bob, first, { ordinal: 1, op: "create", locator: "at Bob" }),
      operation(rows.Cid, first, { ordinal: 2, op: "update", locator: "at another" }),
    ];
    await store.transact(async (tx) => {
      const made = names.map((name) => decision(rows[name], name, { before: companyCells(name) }));
      await tx.storeDecisions(
        runId,
        made.map((one, ordinal) => ({ ...one, ordinal })),
      );
      await tx.storeOperations(runId, creates);
      await tx.voidOvertaken({ ...place, chunk: 0, plannedAt: "infinity", isOld: false });
    });
    const left = await store.transact((tx) => tx.uncommittedDecisions(runId, 0));
    expect(left.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });

  test("of an old plan new rows are overtaken of which nothing is made yet", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada"]);
    const runId = await addRun();
    const [first = ""] = registry.sides.map(({ id }) => id);
    const made = [
      decision(rows.Ada, "Ada", { before: companyCells("Ada") }),
      decision(newUuid(), "Bob"),
      decision(newUuid(), "Cid"),
      decision(newUuid(), "Dan", { chunk: 1 }),
    ].map((one, ordinal) => ({ ...one, ordinal }));
    const place = { runId, registryId: registry.id, plannedAt: "infinity" };
    const left = async (chunk: number, isOld: boolean) => {
      await store.transact((tx) => tx.voidOvertaken({ ...place, chunk, isOld }));
      const decisions = await store.transact((tx) => tx.uncommittedDecisions(runId, chunk));
      return decisions.map(({ ordinal }) => ordinal);
    };
    await store.transact(async (tx) => {
      await tx.storeDecisions(runId, made);
      const create = { op: "create", before: null, locator: null } as const;
      await tx.storeOperations(
        runId,
        made.slice(1, 3).map(({ rowId }, ordinal) => operation(rowId, first, { ...create, ordinal })),
      );
      await tx.recordOutcomes(runId, [outcome(0)]);
    });
    expect(await left(0, false)).toEqual([0, 1, 2]);
    expect(await left(0, true)).toEqual([0, 1]);
    expect(await left(1, false)).toEqual([3]);
  });

  test("the absences that a chunk's deletions rest on, and whether their rows are tied to other records since", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const names = ["Ada", "Bob", "Cid", "Dan", "Eve"] as const;
    const rows = await settle(harness, names);
    const runId = await addRun();
    const place = { runId, registryId: registry.id };
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const modes = registry.sides.map(({ id: sideId }) => ({ sideId, mode: "match-then-create" as const }));
    const deleted = { outcome: "deleted", cells: null, hash: null } as const;
    const absent = { state: "absent", hash: "" } as const;
    const ask = (chunk: number) => store.transact((tx) => tx.decisiveAbsences({ ...place, chunk }));
    await store.transact(async (tx) => {
      const shown = names.map((name) => record(name, name === "Eve" ? {} : absent));
      await tx.stageRecords({ runId, sideId: first, from: 0 }, shown);
      await tx.stageRecords({ runId, sideId: second, from: 0 }, [record("Ada"), record("Bob", absent)]);
      await tx.identifyRecords({ ...place, modes });
      await tx.storeDecisions(runId, [
        decision(rows.Bob, "Bob", { ...deleted, ordinal: 0 }),
        decision(rows.Ada, "Ada", { ...deleted, ordinal: 1 }),
        decision(rows.Cid, "Cid", { ordinal: 2 }),
        decision(rows.Dan, "Dan", { ...deleted, ordinal: 3, chunk: 1 }),
        decision(rows.Eve, "Eve", { ...deleted, ordinal: 4 }),
      ]);
    });
    const of = (name: "Ada" | "Bob" | "Dan", sideId: string, isRelinked = false) => ({
      ...{ rowId: rows[name], sideId, locator: `at ${name}`, isRelinked },
    });
    expect(await ask(0)).toHaveLength(3);
    expect(await ask(0)).toEqual(
      expect.arrayContaining([of("Bob", first), of("Bob", second), of("Ada", first)]),
    );
    expect(await ask(1)).toEqual([of("Dan", first)]);
    const another = linkOf(first, rows.Dan, "Dan", { locator: "at another" });
    const other = await addRun();
    await store.transact((tx) =>
      tx.commitRows({ ...place, runId: other }, [commitOf(decision(rows.Dan, "Dan"), { links: [another] })]),
    );
    expect(await ask(1)).toEqual([of("Dan", first, true)]);
    expect(await ask(2)).toEqual([]);
  });

  test("a committed decision is not committed again", async () => {
    const { store, registry, addRun } = await open();
    const runId = await addRun();
    const made = decision(newUuid(), "Ada");
    await store.transact(async (tx) => {
      await tx.storeDecisions(runId, [made]);
      await tx.commitRows({ runId, registryId: registry.id }, [commitOf(made)]);
    });
    expect(await store.transact((tx) => tx.uncommittedDecisions(runId, 0))).toEqual([]);
  });
}
