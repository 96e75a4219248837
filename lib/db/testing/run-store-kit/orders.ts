import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { Exclusion } from "../../rows/exclusions";
import type { OpenHarness } from "./harness";
import { commitOf, companyCells, decision, keyOf, operation, outcome, record, settle } from "./samples";

const DELETED = { outcome: "deleted", cells: null, hash: null } as const;

/** What people ordered, and the past states that are gone back to. */
export function orderTests(open: OpenHarness): void {
  test("orders are taken in by a run that writes, and forgotten when it commits their rows", async () => {
    const harness = await open();
    const { store, registry, addRun, storeWish, dump } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob"]);
    const runId = await addRun();
    const place = { registryId: registry.id, runId };
    await storeWish({ rowId: Ada, cells: { city: { value: "Praha", expect: "Brno" } }, keep: true });
    await storeWish({ rowId: Ada, cells: { name: { value: null } }, keep: false });
    await storeWish({ rowId: Bob, cells: {}, keep: true });
    const take = (isWriting: boolean, rowIds: readonly string[]) =>
      store.transact((tx) => tx.takeWishes({ ...place, isWriting }, rowIds));
    const cells = { city: { value: "Praha", expect: "Brno" }, name: { value: null } };
    expect(await take(false, [Ada])).toEqual([{ rowId: Ada, cells, keep: true }]);
    expect((await dump()).wish.map(({ runId: by }) => by)).toEqual([null, null]);
    expect(await take(true, [Ada, newUuid()])).toEqual([{ rowId: Ada, cells, keep: true }]);
    await store.transact((tx) =>
      tx.commitRows(place, [commitOf(decision(Ada, "Ada")), commitOf(decision(Bob, "Bob"))]),
    );
    expect((await dump()).wish).toMatchObject([{ rowId: Bob, runId: null, cells: {}, keep: true }]);
    await take(true, [Bob]);
    await storeWish({ rowId: Bob, cells: { city: { value: "Zlín" } }, keep: false });
    await store.transact((tx) => tx.commitRows(place, [commitOf(decision(Bob, "Bob"))]));
    expect((await dump()).wish).toMatchObject([
      { rowId: Bob, runId: null, cells: { city: { value: "Zlín" } } },
    ]);
  });

  test("orders for rows that are gone are dropped and told, unless they bring the row back", async () => {
    const harness = await open();
    const { store, registry, addRun, storeWish, dump } = harness;
    const { Ada, Bob, Cid } = await settle(harness, ["Ada", "Bob", "Cid"]);
    const place = { registryId: registry.id, runId: await addRun() };
    await store.transact((tx) =>
      tx.commitRows(place, [
        commitOf(decision(Ada, "Ada", DELETED)),
        commitOf(decision(Bob, "Bob", DELETED)),
      ]),
    );
    const cells = { name: { value: "x" }, city: { value: "y" } };
    for (const rowId of [Ada, Cid, newUuid()]) await storeWish({ rowId, cells, keep: false });
    await storeWish({ rowId: Bob, cells, keep: true });
    expect(await store.transact((tx) => tx.dropWishesOfGone(registry.id))).toEqual([
      { key: keyOf("Ada"), fields: ["city", "name"] },
    ]);
    expect((await dump()).wish.map(({ rowId }) => rowId).sort()).toEqual([Bob, Cid].sort());
  });

  test("what a run made of rows is told with what they were before and where it created them", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const place = { registryId: registry.id, runId };
    const fresh = newUuid();
    await store.transact(async (tx) => {
      await tx.storeOperations(runId, [
        operation(fresh, first, { op: "create" }),
        operation(fresh, second, { op: "create", ordinal: 1 }),
        operation(Ada, second, { ordinal: 2 }),
      ]);
      await tx.recordOutcomes(runId, [outcome(0), outcome(2)]);
      await tx.commitRows(place, [
        commitOf(decision(Ada, "Ada", { hash: "h2", cells: companyCells("Ada", "Praha") })),
        commitOf(decision(Bob, "Bob", DELETED)),
        commitOf(decision(fresh, "Zoe")),
      ]);
    });
    const [versions, rows, none] = await store.transact(async (tx) => [
      await tx.versionsOfRun(place, [Ada, Bob, fresh, newUuid()]),
      await tx.rowsOfRun(place),
      await tx.rowsOfRun({ ...place, runId: fresh }),
    ]);
    expect(versions).toHaveLength(3);
    expect(versions).toEqual(
      expect.arrayContaining([
        { rowId: Ada, before: companyCells("Ada"), after: companyCells("Ada", "Praha"), createdOn: [] },
        { rowId: Bob, before: companyCells("Bob"), after: null, createdOn: [] },
        { rowId: fresh, before: null, after: companyCells("Zoe"), createdOn: [first] },
      ]),
    );
    expect(rows.toSorted()).toEqual([Ada, Bob, fresh].sort());
    expect(none).toEqual([]);
  });

  test("rows are told as they were at a moment and in a version", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob"]);
    const place = { registryId: registry.id, runId: await addRun() };
    await store.transact((tx) =>
      tx.commitRows(place, [
        commitOf(decision(Ada, "Ada", { hash: "h2", cells: companyCells("Ada", "Praha") })),
        commitOf(decision(Bob, "Bob", DELETED)),
      ]),
    );
    const [past, future] = [new Date(0), new Date("2999-01-01T00:00:00Z")];
    const at = (moment: Date) =>
      store.transact((tx) => tx.rowsAt({ registryId: registry.id, at: moment }, [Bob, Ada]));
    const changed = (moment: Date) => store.transact((tx) => tx.rowsChangedSince(registry.id, moment));
    const version = (nth: number) =>
      store.transact((tx) => tx.rowVersion({ registryId: registry.id, rowId: Bob }, nth));
    const now = [
      { rowId: Ada, cells: companyCells("Ada", "Praha") },
      { rowId: Bob, cells: null },
    ];
    expect(await at(future)).toEqual(Ada < Bob ? now : now.reverse());
    expect(await at(past)).toEqual([]);
    expect((await changed(past)).sort()).toEqual([Ada, Bob].sort());
    expect(await changed(future)).toEqual([]);
    expect([await version(1), await version(2), await version(3)]).toEqual([
      { cells: companyCells("Bob") },
      { cells: null },
      null,
    ]);
  });

  test("records under the key of a row that comes back are that row's, while no other row has the key", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const place = { runId, registryId: registry.id };
    const gone = await store.transact(async (tx) => {
      const renamed = { key: keyOf("Dan"), hash: "renamed" };
      await tx.commitRows(place, [commitOf(decision(rows.Cid, "Cid", renamed))]);
      await tx.commitRows(place, [
        commitOf(decision(rows.Ada, "Ada", DELETED)),
        commitOf(decision(rows.Cid, "Dan", DELETED)),
      ]);
      return tx.goneRows(registry.id, [rows.Ada, rows.Bob, rows.Cid, newUuid()]);
    });
    const told = [
      { rowId: rows.Ada, key: keyOf("Ada") },
      { rowId: rows.Cid, key: keyOf("Dan") },
    ].sort((a, b) => (a.rowId < b.rowId ? -1 : 1));
    expect(gone).toEqual(told);
    await store.transact(async (tx) => {
      await tx.stageRecords({ runId, sideId: first, from: 0 }, [
        record("ADA", { matchKey: keyOf("Ada") }),
        record("Bob", { locator: "copy" }),
        record("Dan", { state: "absent" }),
      ]);
      await tx.stageRecords({ runId, sideId: second, from: 0 }, [record("Ada")]);
      await tx.readmitRecords(place, [
        { rowId: rows.Ada, form: keyOf("Ada") },
        { rowId: rows.Cid, form: keyOf("Dan") },
        { rowId: rows.Cid, form: keyOf("Bob") },
      ]);
    });
    const seen = (await dump()).obs.map(({ locator, rowId }) => [locator, rowId]);
    expect(seen).toHaveLength(4);
    expect(seen).toEqual(
      expect.arrayContaining([
        ["at ADA", rows.Ada],
        ["copy", null],
        ["at Dan", null],
        ["at Ada", rows.Ada],
      ]),
    );
  });

  test("what is kept out is kept once, by its place, and taken up again by its key", async () => {
    const { store, registry, dump } = await open();
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const actor = { type: "person", ref: "per_1" };
    const line: Exclusion = { sideId: first, locator: "x", key: keyOf("Ada"), reason: "unticked" };
    const exclude = (...lines: Exclusion[]) =>
      store.transact((tx) => tx.storeExclusions({ registryId: registry.id, actor }, lines));
    await exclude();
    await exclude(line, { ...line, locator: "y", key: null });
    await exclude({ ...line, key: null }, { ...line, sideId: second });
    const kept = { registryId: registry.id, actor, reason: "unticked" };
    expect((await dump()).exclusion).toEqual(
      expect.arrayContaining([
        { ...kept, sideId: first, locator: "x", key: keyOf("Ada") },
        { ...kept, sideId: first, locator: "y", key: null },
        { ...kept, sideId: second, locator: "x", key: keyOf("Ada") },
      ]),
    );
    const drop = (...keys: string[]) => store.transact((tx) => tx.dropExclusions(registry.id, keys));
    expect([await drop(), await drop(keyOf("Ada"), keyOf("Bob")), await drop(keyOf("Ada"))]).toEqual([
      0, 2, 0,
    ]);
    expect((await dump()).exclusion).toHaveLength(1);
    const lost = exclude({ ...line, sideId: newUuid() });
    await expect(lost).rejects.toMatchObject({ code: "23503" });
  });
}
