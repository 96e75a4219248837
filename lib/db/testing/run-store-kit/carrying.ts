import { expect, test } from "vitest";
import type { SideMark } from "../../rows/carry";
import type { Harness, OpenHarness } from "./harness";
import { commitOf, companyCells, decision, keyOf, linkOf, partitionOf, record, settle } from "./samples";

const NOTHING = { gone: [], readWhole: [], writtenSince: "infinity" };

const sidesOf = ({ registry }: Harness) => registry.sides.map(({ id }) => id) as [string, string, string];

async function stagedOn({ dump }: Harness, sideId: string, runId: string) {
  return (await dump()).obs.filter((seen) => seen.sideId === sideId && seen.runId === runId);
}

/** The names of the rows that are pending on a side. */
async function pendingOn({ dump }: Harness, sideId: string) {
  const links = (await dump()).link.filter((link) => link.sideId === sideId && link.pending);
  return links.map(({ locator }) => String(locator).replace("at ", "")).sort();
}

/** Reads that tell only what changed: what stands in for the rest, and what must be seen again. */
export function carryTests(open: OpenHarness): void {
  test("records that were not told are carried as their side acknowledged them, in the order of their locators", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const names = ["Zoe", "Ada", "\u{1F600}", "\uFFFD", "Bob"] as const;
    const rows = await settle(harness, names);
    const [first, second] = sidesOf(harness);
    const [runId, whole] = [await addRun(), await addRun()];
    await store.transact((tx) =>
      tx.commitRows({ runId, registryId: registry.id }, [
        commitOf(decision(rows.Ada, "ADA", { matchKey: keyOf("ada") }), {
          links: [linkOf(first, rows.Ada, "Ada", { hash: "h2" })],
        }),
      ]),
    );
    const told = record("Bob", { hash: "other" });
    await store.transact((tx) => tx.stageRecords({ runId, sideId: first, from: 0 }, [told]));
    const carry = (from: number) =>
      store.transact((tx) => tx.carryUnseen({ runId, sideId: first, from }, NOTHING));
    expect(await carry(7)).toBe(4);
    const blank = { cells: null, unknown: null, changedAt: null, grainMs: null, changedBy: null };
    const as = (name: (typeof names)[number], ordinal: number) => ({
      ...{ runId, sideId: first, ordinal, locator: `at ${name}`, rowId: rows[name], ...blank },
      ...{ key: keyOf(name), matchKey: null as string | null, state: "present", hash: `hash ${name}` },
    });
    const carried = [
      { ...as("Ada", 7), key: keyOf("ADA"), matchKey: keyOf("ada"), hash: "h2" },
      ...[as("Zoe", 8), as("\uFFFD", 9), as("\u{1F600}", 10)],
    ];
    const staged = (await stagedOn(harness, first, runId)).toSorted(
      (a, b) => Number(a.ordinal) - Number(b.ordinal),
    );
    expect(staged.filter(({ ordinal }) => ordinal !== 0)).toEqual(
      carried.map((line) => expect.objectContaining(line)),
    );
    expect(staged).toHaveLength(5);
    expect(await stagedOn(harness, second, runId)).toEqual([]);
    expect(await carry(20)).toBe(0);
    // The seal is that of a read that showed all of them.
    const all = [
      told,
      record("Ada", { hash: "h2" }),
      ...["Zoe", "\uFFFD", "\u{1F600}"].map((n) => record(n)),
    ];
    await store.transact((tx) => tx.stageRecords({ runId: whole, sideId: first, from: 0 }, all));
    const seals = await store.transact(async (tx) => [
      await tx.sealOf(runId, first),
      await tx.sealOf(whole, first),
    ]);
    expect(seals[0]).toEqual(seals[1]);
    expect(await store.transact((tx) => tx.censusOf(runId, first))).toEqual({
      ...{ linked: 5, missing: 0, gone: 0 },
    });
  });

  test("what is pending, said to be gone, of a partition that was read whole or already staged is not carried", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const names = ["Ada", "Bob", "Cid", "Dan", "Eve", "Fay"] as const;
    const rows = await settle(harness, names);
    const [first, second] = sidesOf(harness);
    const [runId, other] = [await addRun(), await addRun()];
    const place = { runId, sideId: first };
    await store.transact(async (tx) => {
      const own = { runId, registryId: registry.id };
      const pending = linkOf(first, rows.Ada, "Ada", { pending: true });
      const elsewhere = linkOf(second, rows.Fay, "Fay", { pending: true });
      await tx.commitRows(own, [
        commitOf(decision(rows.Ada, "Ada"), { links: [pending] }),
        commitOf(decision(rows.Fay, "Fay"), { links: [elsewhere] }),
      ]);
      await tx.stageRecords({ ...place, from: 0 }, [
        record("Dan", { state: "absent", hash: "" }),
        record("Eve", { state: "unknown", unknown: { "": "hidden" } }),
      ]);
      // Another run's reads, and another side's, speak against nothing here.
      await tx.stageRecords({ runId: other, sideId: first, from: 0 }, [record("Fay")]);
      await tx.stageRecords({ runId, sideId: second, from: 0 }, [record("Fay")]);
    });
    const of = (name: (typeof names)[number]) => partitionOf(`at ${name}`);
    expect(new Set(names.map(of)).size, "the names fall into partitions of their own").toBe(names.length);
    const except = { ...NOTHING, gone: ["at Bob", "at nobody"], readWhole: [of("Cid"), of("Dan")] };
    expect(await store.transact((tx) => tx.carryUnseen({ ...place, from: 2 }, except))).toBe(1);
    const carried = (await stagedOn(harness, first, runId)).filter(({ ordinal }) => ordinal === 2);
    expect(carried).toMatchObject([{ locator: "at Fay", rowId: rows.Fay }]);
    expect(await store.transact((tx) => tx.missingLocators(place, 9))).toEqual([
      "at Ada",
      "at Bob",
      "at Cid",
    ]);
    await expect(
      store.transact((tx) => tx.carryUnseen({ ...place, from: 1 }, NOTHING)),
      "a place in the order is taken once",
    ).rejects.toMatchObject({ code: "23505" });
  });

  test("staged records are taken back by locator or all, of their own run and side", async () => {
    const harness = await open();
    const { store, addRun } = harness;
    const [first, second] = sidesOf(harness);
    const [runId, other] = [await addRun(), await addRun()];
    const places = [
      { runId, sideId: first, from: 0 },
      { runId, sideId: second, from: 0 },
      { runId: other, sideId: first, from: 0 },
    ];
    await store.transact(async (tx) => {
      for (const place of places) await tx.stageRecords(place, [record("Ada"), record("Bob"), record("Ada")]);
    });
    const unstage = (locators: readonly string[] | null) =>
      store.transact((tx) => tx.unstage({ runId, sideId: first }, locators));
    const left = async (run: string, sideId: string) =>
      (await stagedOn(harness, sideId, run)).map(({ locator }) => locator);
    expect(await unstage([])).toBe(0);
    expect(await unstage(["at nobody"])).toBe(0);
    expect(await unstage(["at Ada", "at nobody", "at Ada"]), "a record told twice").toBe(2);
    expect(await left(runId, first)).toEqual(["at Bob"]);
    await store.transact((tx) => tx.stageRecords({ runId, sideId: first, from: 0 }, [record("Cid")]));
    expect(await unstage(null)).toBe(2);
    expect(await unstage(null)).toBe(0);
    expect(await left(runId, first)).toEqual([]);
    expect(await left(runId, second)).toHaveLength(3);
    expect(await left(other, first)).toHaveLength(3);
  });

  test("links about which a run saw what it has not committed are pending from then on", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const names = ["Ada", "Bob", "Cid", "Dan", "Eve", "Fay", "Gil", "Hal", "Ina", "Jon"] as const;
    const rows = await settle(harness, names);
    const [first, second] = sidesOf(harness);
    const earlier = await addRun({ startedAt: new Date("2026-03-01T10:00:00Z") });
    const commit = (run: string, name: (typeof names)[number], pending = false) =>
      store.transact((tx) =>
        tx.commitRows({ runId: run, registryId: registry.id }, [
          commitOf(decision(rows[name], name), {
            links: [linkOf(first, rows[name], name, { hash: "as committed", pending })],
          }),
        ]),
      );
    await commit(earlier, "Fay");
    const runId = await addRun({ startedAt: new Date("2026-03-01T11:00:00Z") });
    await store.transact((tx) =>
      tx.stageRecords({ runId, sideId: first, from: 0 }, [
        record("Ada", { state: "absent", hash: "" }),
        record("Bob", { state: "unknown", unknown: { "": "hidden" } }),
        record("Cid", { unknown: { city: "not-read" } }),
        record("Dan", { hash: "other" }),
        record("Eve", { hash: "other" }),
        record("Fay", { hash: "other" }),
        record("Gil"),
        record("Ina"),
        record("Jon", { state: "absent", hash: "" }),
        record("Stranger"),
      ]),
    );
    const plannedAt = await store.transact((tx) => tx.transactionTime());
    for (const name of ["Eve", "Jon"] as const) await commit(runId, name);
    await commit(runId, "Ina", true);
    const all = registry.sides.map(({ id }) => id);
    const verified = () => store.transact((tx) => tx.verifyRegistry(registry.id, { all, required: all }));
    expect(await verified()).toEqual({ rows: 10, equal: 9 });
    await store.transact((tx) => tx.keepOpen({ runId: earlier, plannedAt }));
    expect(await pendingOn(harness, first), "a run that saw nothing").toEqual(["Ina"]);
    await store.transact((tx) => tx.keepOpen({ runId, plannedAt }));
    expect(await pendingOn(harness, first)).toEqual(["Ada", "Bob", "Cid", "Dan", "Fay", "Ina"]);
    expect(await pendingOn(harness, second)).toEqual([]);
    expect(await verified()).toEqual({ rows: 10, equal: 4 });
    const kept = (await harness.dump()).link.filter(
      ({ locator, sideId }) => locator === "at Dan" && sideId === first,
    );
    expect(kept).toMatchObject([{ hash: "hash Dan", acknowledged: null }]);
  });

  test("a link knows when we last wrote to its record, and what was written since is not carried", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob"]);
    const [first] = sidesOf(harness);
    const runId = await addRun();
    const since = await store.transact((tx) => tx.transactionTime());
    const link = async (name: "Ada" | "Bob", written: boolean) =>
      store.transact((tx) =>
        tx.commitRows({ runId, registryId: registry.id }, [
          commitOf(decision(rows[name], name), {
            links: [{ ...linkOf(first, rows[name], name), hash: "h2", written }],
          }),
        ]),
      );
    await link("Ada", true);
    await link("Bob", false);
    await link("Ada", false);
    const except = { ...NOTHING, writtenSince: since };
    expect(await store.transact((tx) => tx.carryUnseen({ runId, sideId: first, from: 0 }, except))).toBe(1);
    expect(await stagedOn(harness, first, runId)).toMatchObject([{ locator: "at Bob" }]);
  });

  test("a record is a stranger if its own side has no link to it, unless it is gone or cannot be told", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob"]);
    const [first, second] = sidesOf(harness);
    const [runId, other] = [await addRun(), await addRun()];
    const place = { runId, sideId: first };
    const strangers = () => store.transact((tx) => tx.hasStrangers(place));
    const stage = (from: number, ...records: readonly ReturnType<typeof record>[]) =>
      store.transact((tx) => tx.stageRecords({ ...place, from }, records));
    expect(await strangers()).toBe(false);
    await stage(
      ...([0, record("Ada", { hash: "other" }), record("Bob", { key: null })] as const),
      record("Cid", { state: "absent" }),
      record("Dan", { state: "unknown" }),
    );
    await store.transact(async (tx) => {
      await tx.stageRecords({ runId: other, sideId: first, from: 0 }, [record("New")]);
      await tx.stageRecords({ runId, sideId: second, from: 0 }, [record("New")]);
    });
    expect(await strangers()).toBe(false);
    // A record without a key has no row, whatever became of it.
    await stage(4, record(null));
    const modes = registry.sides.map(({ id: sideId }) => ({ sideId, mode: "match-only" as const }));
    await store.transact((tx) => tx.identifyRecords({ runId, registryId: registry.id, modes }));
    expect(await strangers()).toBe(true);
    await store.transact((tx) => tx.unstage(place, ["at null"]));
    expect(await strangers()).toBe(false);
    await store.transact((tx) =>
      tx.commitRows({ runId, registryId: registry.id }, [
        commitOf(decision(rows.Ada, "Ada", { cells: companyCells("Ada") }), { unlink: [first] }),
      ]),
    );
    expect(await strangers(), "still linked on two other sides").toBe(true);
  });

  test("a side's mark stands until another takes its place, each for itself", async () => {
    const harness = await open();
    const { store, registry, contacts } = harness;
    const [first, second] = sidesOf(harness);
    const marks = (registryId = registry.id) => store.transact((tx) => tx.sideMarks(registryId));
    const set = (sideId: string, mark: SideMark | null) =>
      store.transact((tx) => tx.setSideMark(sideId, mark));
    const [one, two] = [
      { mark: '{"a": 1}', under: "u1", wholeAt: 1_700_000_000_123, plannedAt: "infinity" },
      { mark: "", under: "u2", wholeAt: 0, plannedAt: "2026-01-01 00:00:00+00" },
    ];
    expect(await marks()).toEqual({});
    await set(first, one);
    await set(second, two);
    await set(contacts.sides[0]?.id ?? "", two);
    await set(registry.id, one);
    expect(await marks()).toEqual({ [first]: one, [second]: two });
    expect(await marks(contacts.id)).toEqual({ [contacts.sides[0]?.id ?? ""]: two });
    await set(first, two);
    await set(second, null);
    await set(second, null);
    expect(await marks()).toEqual({ [first]: two });
    const failing = store.transact(async (tx) => {
      await tx.setSideMark(first, null);
      throw new Error("boom");
    });
    await expect(failing).rejects.toThrow("boom");
    expect(await marks()).toEqual({ [first]: two });
  });
}
