import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { CandidateScope } from "../../rows/candidates";
import type { StagedRecord } from "../../rows/stage";
import type { Harness, OpenHarness } from "./harness";
import {
  cellConflict,
  commitOf,
  companyCells,
  decision,
  issue,
  keyOf,
  linkOf,
  record,
  settle,
} from "./samples";

/** Collects the candidates of a run whose sides show these records, beside all that is settled. */
async function collected(
  { store, registry, addRun }: Harness,
  shown: readonly (readonly StagedRecord[])[],
  change: Partial<CandidateScope> = {},
) {
  const runId = await addRun();
  return store.transact(async (tx) => {
    for (const [at, records] of shown.entries())
      await tx.stageRecords({ runId, sideId: registry.sides[at]?.id ?? "", from: 0 }, records);
    const modes = registry.sides.map(({ id: sideId }) => ({ sideId, mode: "match-then-create" as const }));
    await tx.identifyRecords({ runId, registryId: registry.id, modes });
    await tx.collectCandidates({
      ...{ runId, registryId: registry.id, sideIds: registry.sides.map(({ id }) => id) },
      ...{ all: false, ordered: [], ...change },
    });
    const found = await tx.readCandidates(100);
    expect(await tx.readCandidates(100)).toEqual([]);
    return found;
  });
}

const everywhere = (names: readonly string[]) => Array(3).fill(names.map((name) => record(name)));

/** Which rows may have to move, and what is known of each. */
export function candidateTests(open: OpenHarness): void {
  test("rows that every side shows as acknowledged are no candidates, until all are asked for", async () => {
    const harness = await open();
    await settle(harness, ["Bob", "Ada"]);
    expect(await collected(harness, everywhere(["Ada", "Bob"]))).toEqual([]);
    const all = await collected(harness, everywhere(["Ada", "Bob"]), { all: true });
    expect(all.map(({ key }) => key)).toEqual([keyOf("Ada"), keyOf("Bob")]);
  });

  test("a changed, an absent and an unread record each make a candidate, with all that is known of it", async () => {
    const harness = await open();
    const { registry } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid", "Dan"]);
    const [first = "", second = "", third = ""] = registry.sides.map(({ id }) => id);
    const changed = record("Ada", {
      ...{ hash: "other", cells: companyCells("Ada", "Praha") },
      ...{ changedAt: 1_700_000_000_123, grainMs: 60_000, changedBy: "u1" },
    });
    const absent = record("Bob", { key: null, hash: "", cells: {}, state: "absent" });
    const unread = record("Cid", { unknown: { city: "why" } });
    const as = ["Ada", "Bob", "Cid", "Dan"].map((name) => record(name));
    const found = await collected(harness, [[changed, absent, unread, record("Dan")], as, as]);
    expect(found.map(({ key }) => key)).toEqual([keyOf("Ada"), keyOf("Bob"), keyOf("Cid")]);
    const [ada] = found;
    const agreed = {
      hash: "hash Ada",
      cells: null,
      unknown: null,
      changedAt: null,
      grainMs: null,
      changedBy: null,
    };
    const place = { locator: "at Ada", state: "present" };
    expect(ada).toEqual({
      ...{ rowId: rows.Ada, key: keyOf("Ada"), duplicatedOn: [] },
      base: { cells: companyCells("Ada"), origins: {}, hash: "merged Ada", inScope: true },
      links: expect.arrayContaining(
        [first, second, third].map((sideId) => ({
          ...{ sideId, locator: "at Ada", hash: "hash Ada", acknowledged: null, pending: false },
          writtenAt: expect.any(Number),
        })),
      ),
      records: expect.arrayContaining([
        {
          ...{ sideId: first, ...place, hash: "other", cells: companyCells("Ada", "Praha"), unknown: null },
          ...{ changedAt: 1_700_000_000_123, grainMs: 60_000, changedBy: "u1" },
        },
        { sideId: second, ...place, ...agreed },
        { sideId: third, ...place, ...agreed },
      ]),
    });
    expect(ada?.links).toHaveLength(3);
    expect(ada?.records).toHaveLength(3);
    expect(Number.isInteger(ada?.links[0]?.writtenAt)).toBe(true);
    expect(found[1]?.records[0]).toMatchObject({ sideId: first, state: "absent", cells: {} });
    expect(found[2]?.records[0]).toMatchObject({
      sideId: first,
      cells: companyCells("Cid"),
      unknown: { city: "why" },
    });
  });

  test("so does a record that was not seen, a link that is pending, one that is missing, and a row out of scope", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const names = ["Ada", "Bob", "Cid", "Dan", "Eve"] as const;
    const rows = await settle(harness, names);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    await store.transact((tx) =>
      tx.commitRows({ runId, registryId: registry.id }, [
        commitOf(decision(rows.Bob, "Bob"), {
          links: [
            linkOf(first, rows.Bob, "Bob", { pending: true, acknowledged: companyCells("Bob", "Zlín") }),
          ],
        }),
        commitOf(decision(rows.Cid, "Cid"), { unlink: [first] }),
        commitOf(decision(rows.Dan, "Dan", { outcome: "outside" })),
      ]),
    );
    const as = names.map((name) => record(name));
    const onFirst = as.filter(({ locator }) => locator !== "at Ada" && locator !== "at Cid");
    const found = await collected(harness, [onFirst, as, as]);
    expect(found.map(({ key }) => key)).toEqual(["Ada", "Bob", "Cid", "Dan"].map(keyOf));
    expect(found[1]?.links.find(({ sideId }) => sideId === first)).toMatchObject({
      ...{ pending: true, acknowledged: companyCells("Bob", "Zlín") },
    });
    expect(found[2]?.links).toHaveLength(2);
    expect(found[3]?.base?.inScope).toBe(false);
    // Seen from two sides alone, the third is nobody's loss.
    const sideIds = registry.sides.slice(1).map(({ id }) => id);
    const two = await collected(harness, [onFirst, as, as], { sideIds });
    expect(two.map(({ key }) => key)).toEqual(["Bob", "Dan"].map(keyOf));
  });

  test("so does what people decided, what waits for them, what is at issue and what the run is asked for", async () => {
    const harness = await open();
    const { store, registry, addRun, storeWish } = harness;
    const names = ["Ada", "Bob", "Cid", "Dan", "Eve"] as const;
    const rows = await settle(harness, names);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const place = { runId: await addRun(), registryId: registry.id };
    await storeWish({ rowId: rows.Ada, cells: { city: { value: "Praha" } }, keep: false });
    await store.transact(async (tx) => {
      await tx.storeConflicts({ ...place, isWriting: true }, [
        cellConflict(rows.Bob, "Bob"),
        cellConflict(rows.Eve, "Eve", { resolved: true }),
      ]);
      await tx.reportIssues(place, [
        issue(first, keyOf("Cid"), { rowId: rows.Cid }),
        issue(first, keyOf("Eve")),
      ]);
    });
    const found = await collected(harness, everywhere(names), { ordered: [rows.Dan, rows.Dan] });
    expect(found.map(({ key }) => key)).toEqual(["Ada", "Bob", "Cid", "Dan"].map(keyOf));
  });

  test("a row whose key is held twice is told where; so is a new one, under the form of its key", async () => {
    const harness = await open();
    const { registry } = harness;
    await settle(harness, ["Ada"]);
    const [first = "", second = "", third = ""] = registry.sides.map(({ id }) => id);
    const found = await collected(harness, [
      [record("Ada"), record("Ada", { locator: "copy" })],
      [record("Ada"), record("Bob", { matchKey: keyOf("b") }), record("BOB", { matchKey: keyOf("b") })],
      [record("Ada"), record("bob", { matchKey: keyOf("b") })],
    ]);
    expect(found.map(({ key, duplicatedOn }) => ({ key, duplicatedOn }))).toEqual([
      { key: keyOf("Ada"), duplicatedOn: [first] },
      { key: keyOf("bob"), duplicatedOn: [second] },
    ]);
    expect(found[1]).toMatchObject({
      base: null,
      links: [],
      records: [{ sideId: third, locator: "at bob" }],
    });
    expect(found[0]?.records[0]).toMatchObject({ sideId: first, state: "duplicate" });
  });

  test("a row whose key another record waits for is a candidate, though its own records are as acknowledged", async () => {
    const harness = await open();
    await settle(harness, ["Ada", "Bob"]);
    const [first = ""] = harness.registry.sides.map(({ id }) => id);
    const moved = record("Ada", { key: keyOf("Moved") });
    const as = [record("Ada"), record("Bob")];
    const found = await collected(harness, [
      [moved, record("Ada", { locator: "copy" }), record("Bob")],
      as,
      as,
    ]);
    expect(found.map(({ key, duplicatedOn }) => ({ key, duplicatedOn }))).toEqual([
      { key: keyOf("Ada"), duplicatedOn: [first] },
    ]);
  });

  test("a row that is gone comes under the key that it had last, in the order of all keys", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Bob"]);
    const runId = await addRun();
    await store.transact((tx) =>
      tx.commitRows({ runId, registryId: registry.id }, [
        commitOf(decision(rows.Bob, "Bob", { outcome: "deleted", cells: null, hash: null })),
      ]),
    );
    const ordered = [rows.Bob, newUuid()];
    const found = await collected(harness, [[record("Zoe"), record("Ada")]], { ordered });
    expect(found.map(({ key }) => key)).toEqual(["Ada", "Bob", "Zoe"].map(keyOf));
    expect(found[1]).toMatchObject({ rowId: rows.Bob, base: null, links: [], records: [] });
  });

  test("candidates come slice by slice and as they were when they were collected", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const runId = await addRun();
    const keys = await store.transact(async (tx) => {
      const sideIds = registry.sides.map(({ id }) => id);
      await tx.collectCandidates({ runId, registryId: registry.id, sideIds, all: true, ordered: [] });
      const first = await tx.readCandidates(2);
      await tx.commitRows({ runId, registryId: registry.id }, [
        commitOf(decision(rows.Cid, "Cid", { outcome: "deleted", cells: null, hash: null })),
      ]);
      return [first, await tx.readCandidates(2), await tx.readCandidates(2)].map((slice) =>
        slice.map(({ key, base }) => [key, base?.hash]),
      );
    });
    expect(keys).toEqual([
      [
        [keyOf("Ada"), "merged Ada"],
        [keyOf("Bob"), "merged Bob"],
      ],
      [[keyOf("Cid"), "merged Cid"]],
      [],
    ]);
  });

  test("a key is taken by another row of the base, another row's record, also a gone one, or a record that is kept out", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob"]);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const place = { runId: await addRun(), registryId: registry.id };
    const taken = await store.transact(async (tx) => {
      await tx.storeExclusions({ registryId: registry.id, actor: {} }, [
        { sideId: first, locator: "at Out", key: null, reason: "unticked" },
      ]);
      await tx.stageRecords({ runId: place.runId, sideId: first, from: 0 }, [
        record("Shown", { locator: "at Bob", matchKey: keyOf("shown") }),
        record("Out"),
        record("Nobody", { state: "unknown" }),
        record("Held", { locator: "at Ada", state: "absent" }),
      ]);
      await tx.identifyRecords({ ...place, modes: [] });
      const ask = async (rowId: string, form: string) => [...(await tx.takenKeys(place, [{ rowId, form }]))];
      return [
        await ask(rows.Ada, keyOf("Ada")),
        await ask(rows.Ada, keyOf("Bob")),
        await ask(rows.Ada, keyOf("shown")),
        await ask(rows.Bob, keyOf("shown")),
        await ask(rows.Ada, keyOf("Out")),
        await ask(rows.Ada, keyOf("Nobody")),
        await ask(rows.Ada, keyOf("Held")),
        await ask(rows.Bob, keyOf("Held")),
        [...(await tx.takenKeys(place, []))],
      ];
    });
    expect(taken).toEqual([[], [rows.Ada], [rows.Ada], [], [rows.Ada], [], [], [rows.Bob], []]);
  });
}
