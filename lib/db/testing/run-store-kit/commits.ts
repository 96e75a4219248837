import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { OpenHarness } from "./harness";
import { commitOf, companyCells, decision, issue, keyOf, linkOf, settle } from "./samples";

const DELETED = { outcome: "deleted", cells: null, hash: null } as const;

/** How the base, its history and its links move. */
export function commitTests(open: OpenHarness): void {
  test("a merged row becomes base and version; the same again moves nothing, another content the next version", async () => {
    const { store, registry, addRun, dump } = await open();
    const runId = await addRun();
    const rowId = newUuid();
    const commit = (change: Parameters<typeof decision>[2]) =>
      store.transact((tx) =>
        tx.commitRows({ runId, registryId: registry.id }, [commitOf(decision(rowId, "Ada", change))]),
      );
    await commit({});
    await commit({ cells: companyCells("Ada", "not taken: the hash is the same") });
    const base = { registryId: registry.id, rowId, key: keyOf("Ada"), matchKey: null, inScope: true };
    const first = { ...base, hash: "merged Ada", cells: companyCells("Ada"), origins: {}, version: 1 };
    expect((await dump()).base).toEqual([first]);
    const origins = { city: { after: 5, before: 9 } };
    await commit({ origins });
    expect((await dump()).base).toEqual([{ ...first, origins }]);
    await commit({ hash: "h2", cells: companyCells("Ada", "Praha"), matchKey: "form" });
    const second = {
      ...first,
      hash: "h2",
      cells: companyCells("Ada", "Praha"),
      matchKey: "form",
      version: 2,
    };
    expect((await dump()).base).toEqual([second]);
    await commit({ hash: "h2", key: keyOf("Bob"), cells: companyCells("Ada", "Praha") });
    const { base: now, row_version: versions } = await dump();
    expect(now).toMatchObject([{ key: keyOf("Bob"), version: 3 }]);
    const past = versions.map(({ version, key, cells, runId: by }) => ({ version, key, cells, by }));
    expect(past).toEqual([
      { version: 1, key: keyOf("Ada"), cells: companyCells("Ada"), by: runId },
      { version: 2, key: keyOf("Ada"), cells: companyCells("Ada", "Praha"), by: runId },
      { version: 3, key: keyOf("Bob"), cells: companyCells("Ada", "Praha"), by: runId },
    ]);
  });

  test("each commit of rows is a revision of the registry; one of none is none", async () => {
    const { store, registry, addRun } = await open();
    const place = { runId: await addRun(), registryId: registry.id };
    const commit = (...commits: Parameters<typeof commitOf>[]) =>
      store.transact((tx) =>
        tx.commitRows(
          place,
          commits.map((one) => commitOf(...one)),
        ),
      );
    const revision = (registryId: string) => store.transact((tx) => tx.revisionOf(registryId));
    expect(await revision(registry.id)).toBe(0);
    await commit([decision(newUuid(), "Ada")], [decision(newUuid(), "Bob")]);
    expect(await revision(registry.id)).toBe(1);
    await commit();
    expect(await revision(registry.id)).toBe(1);
    await commit([decision(newUuid(), "Cleo")]);
    expect(await revision(registry.id)).toBe(2);
    expect(await revision(place.runId), "no registry").toBe(0);
  });

  test("what a run commits that began to look before another one is open: that one may have seen more", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const { Ada } = await settle(harness, ["Ada"]);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const looked = (hour: number) => ({
      progress: { lookedFrom: `2026-03-01 ${String(hour).padStart(2, "0")}:00:00.5+00` },
    });
    const older = await addRun(looked(10));
    const commit = async (runId: string, ordinal: number) => {
      const made = { ...decision(Ada, "Ada", { before: companyCells("Ada") }), ordinal };
      const links = [linkOf(first, Ada, "Ada", { pending: false })];
      await store.transact((tx) =>
        tx.commitRows({ runId, registryId: registry.id }, [commitOf(made, { links })]),
      );
      const { link } = await dump();
      return link.filter(({ sideId }) => sideId === first).map(({ pending }) => pending);
    };
    expect(await commit(older, 0)).toEqual([false]);
    await addRun({ kind: "drift-check", ...looked(11) });
    expect(await commit(older, 1), "a drift check decides nothing").toEqual([false]);
    await addRun(looked(9));
    expect(await commit(older, 2), "that one began before").toEqual([false]);
    const newer = await addRun(looked(11));
    expect(await commit(older, 3)).toEqual([true]);
    expect(await commit(newer, 0)).toEqual([false]);
  });

  test("a deleted row leaves with its links and comes back under the next version", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const { Ada } = await settle(harness, ["Ada", "Bob"]);
    const runId = await addRun();
    const place = { runId, registryId: registry.id };
    const remove = decision(Ada, "Ada", DELETED);
    const [first = ""] = registry.sides.map(({ id }) => id);
    await store.transact((tx) => tx.commitRows(place, [commitOf(remove, { apply: false })]));
    expect((await dump()).base).toHaveLength(2);
    await store.transact((tx) =>
      tx.commitRows(place, [commitOf(remove, { links: [linkOf(first, Ada, "Ada")] })]),
    );
    const gone = await dump();
    expect(gone.base).toHaveLength(1);
    expect(gone.link).toHaveLength(3);
    expect(gone.link.every(({ locator }) => locator === "at Bob")).toBe(true);
    await store.transact((tx) => tx.commitRows(place, [commitOf(decision(Ada, "Ada"))]));
    const versions = (await dump()).row_version.filter(({ rowId }) => rowId === Ada);
    expect(versions.map(({ version, cells }) => [version, cells])).toEqual([
      [1, companyCells("Ada")],
      [2, null],
      [3, companyCells("Ada")],
    ]);
  });

  test("a row that left the filter stands still until it comes back", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const { Ada } = await settle(harness, ["Ada"]);
    const place = { runId: await addRun(), registryId: registry.id };
    const outside = decision(Ada, "Ada", {
      outcome: "outside",
      cells: companyCells("Ada", "Praha"),
      hash: "h",
    });
    await store.transact((tx) => tx.commitRows(place, [commitOf(outside)]));
    expect((await dump()).base).toMatchObject([{ inScope: false, hash: "merged Ada", version: 1 }]);
    await store.transact((tx) => tx.commitRows(place, [commitOf(decision(Ada, "Ada"))]));
    expect((await dump()).base).toMatchObject([{ inScope: true, version: 1 }]);
  });

  test("two rows never get one key, and a row without a hash is none", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const { Bob } = await settle(harness, ["Ada", "Bob"]);
    const place = { runId: await addRun(), registryId: registry.id };
    const before = await dump();
    const commit = (made: ReturnType<typeof decision>) =>
      store.transact((tx) => tx.commitRows(place, [commitOf(made)]));
    await expect(commit(decision(newUuid(), "Ada"))).rejects.toMatchObject({ code: "23505" });
    await expect(commit(decision(Bob, "Ada"))).rejects.toMatchObject({ code: "23505" });
    await expect(commit(decision(newUuid(), "Cid", { hash: null }))).rejects.toMatchObject({ code: "23502" });
    const twice = [decision(newUuid(), "Eve"), decision(newUuid(), "Eve")].map((made) => commitOf(made));
    await expect(store.transact((tx) => tx.commitRows(place, twice))).rejects.toMatchObject({
      code: "23505",
    });
    const once = commitOf(decision(newUuid(), "Dan"));
    const again = store.transact((tx) => tx.commitRows(place, [once, once]));
    await expect(again).rejects.toMatchObject({ code: "21000" });
    expect(await dump()).toEqual(before);
  });

  test("deleted rows are counted since a moment while they have not come back", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob", "Cid"]);
    const place = { runId: await addRun(), registryId: registry.id };
    const since = (at: Date) => store.transact((tx) => tx.deletedSince(registry.id, at));
    const [past, future] = [new Date(0), new Date("2999-01-01T00:00:00Z")];
    await store.transact((tx) =>
      tx.commitRows(place, [
        commitOf(decision(Ada, "Ada", DELETED)),
        commitOf(decision(Bob, "Bob", DELETED)),
      ]),
    );
    expect([await since(past), await since(future)]).toEqual([2, 0]);
    await store.transact((tx) => tx.commitRows(place, [commitOf(decision(Ada, "Ada"))]));
    expect(await since(past)).toBe(1);
  });

  test("a row is equal where every side that must hold it acknowledged it, none is pending and none differs", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid", "Dan", "Eve"]);
    const all = registry.sides.map(({ id }) => id);
    const [first = "", second = ""] = all;
    const place = { runId: await addRun(), registryId: registry.id };
    await store.transact(async (tx) => {
      await tx.commitRows(place, [
        commitOf(decision(rows.Bob, "Bob"), { links: [linkOf(first, rows.Bob, "Bob", { pending: true })] }),
        commitOf(decision(rows.Cid, "Cid"), { unlink: [first] }),
        commitOf(decision(rows.Dan, "Dan", { outcome: "outside" })),
      ]);
      await tx.reportIssues(place, [
        issue(first, "Eve", { rowId: rows.Eve, reason: "not-as-written" }),
        issue(first, "Ada", { rowId: rows.Ada }),
      ]);
    });
    const verify = (required: readonly string[], sides = all) =>
      store.transact((tx) => tx.verifyRegistry(registry.id, { all: sides, required }));
    expect(await verify(all)).toEqual({ rows: 4, equal: 1 });
    expect(await verify([second])).toEqual({ rows: 4, equal: 2 });
    expect(await verify([], [])).toEqual({ rows: 4, equal: 0 });
    expect(await verify([second], [second])).toEqual({ rows: 4, equal: 3 });
  });
}
