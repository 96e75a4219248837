import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { goneLocator } from "../../rows/links";
import type { OpenHarness } from "./harness";
import { commitOf, companyCells, decision, linkOf, record, settle } from "./samples";

const partOf = (text: string): bigint =>
  BigInt(`0x${createHash("md5").update(text).digest("hex").slice(0, 15)}`);

/** What a run has read of its sides. */
export function stagingTests(open: OpenHarness): void {
  test("a payload is kept only where the side no longer holds what it acknowledged", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid", "Dan"]);
    const [sideId = "", otherId = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const pending = linkOf(sideId, rows.Cid, "Cid", { pending: true, acknowledged: companyCells("Cid") });
    await store.transact(async (tx) => {
      await tx.commitRows({ runId, registryId: registry.id }, [
        commitOf(decision(rows.Cid, "Cid"), { links: [pending] }),
      ]);
      await tx.stageRecords({ runId, sideId, from: 0 }, [
        record("Ada"),
        record("Bob", { hash: "other" }),
        record("Cid"),
        record("Dan", { unknown: { city: "not-read" } }),
      ]);
      await tx.stageRecords({ runId, sideId, from: 4 }, [
        record("Eve", { key: null, matchKey: "e", changedBy: "x" }),
      ]);
      await tx.stageRecords({ runId, sideId: otherId, from: 0 }, []);
    });
    const seen = (await dump()).obs.map(({ ordinal, rowId, cells, unknown }) => ({
      ordinal,
      rowId,
      cells,
      unknown,
    }));
    expect(seen).toEqual([
      { ordinal: 0, rowId: rows.Ada, cells: null, unknown: null },
      { ordinal: 1, rowId: rows.Bob, cells: companyCells("Bob"), unknown: null },
      { ordinal: 2, rowId: rows.Cid, cells: companyCells("Cid"), unknown: null },
      { ordinal: 3, rowId: rows.Dan, cells: companyCells("Dan"), unknown: { city: "not-read" } },
      { ordinal: 4, rowId: null, cells: companyCells("Eve"), unknown: null },
    ]);
  });

  test("a link counts on its own side only, and a place in the order is taken once", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Ada"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    await store.transact(async (tx) => {
      await tx.commitRows({ runId, registryId: registry.id }, [
        commitOf(decision(rows.Ada, "Ada"), { unlink: [second] }),
      ]);
      await tx.stageRecords({ runId, sideId: second, from: 0 }, [record("Ada")]);
    });
    expect((await dump()).obs).toMatchObject([{ rowId: null, cells: companyCells("Ada") }]);
    const place = { runId, sideId: first, from: 3 };
    await store.transact((tx) => tx.stageRecords(place, [record("Ada")]));
    const again = store.transact((tx) =>
      tx.stageRecords({ ...place, from: 2 }, [record("Bob"), record("Cid")]),
    );
    await expect(again).rejects.toMatchObject({ code: "23505" });
    expect((await dump()).obs).toHaveLength(2);
  });

  test("a seal counts records and sums their digests in any order", async () => {
    const { store, registry, addRun } = await open();
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const seal = (sideId: string) => store.transact((tx) => tx.sealOf(runId, sideId));
    await store.transact(async (tx) => {
      await tx.stageRecords({ runId, sideId: first, from: 0 }, [record("Ada"), record("Žďár")]);
      await tx.stageRecords({ runId, sideId: second, from: 0 }, [record("Žďár"), record("Ada")]);
    });
    const digest = partOf("at Adahash Adapresent") + partOf("at Žďárhash Žďárpresent");
    expect(await seal(first)).toEqual({ count: 2, digest: String(digest) });
    expect(await seal(second)).toEqual(await seal(first));
    await store.transact((tx) =>
      tx.stageRecords({ runId, sideId: second, from: 2 }, [record("Bob", { state: "absent" })]),
    );
    expect(await seal(second)).toEqual({ count: 3, digest: String(digest + partOf("at Bobhash Bobabsent")) });
    await store.transact((tx) => tx.dropStaged(runId));
    expect(await seal(first)).toEqual({ count: 0, digest: "0" });
  });

  test("a record known to be gone is not missing, held by no side, and staged as absent without a look", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [sideId = "", other = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const place = { runId, sideId };
    const answers = await store.transact(async (tx) => {
      const gone = [Ada, Bob].map((rowId) =>
        commitOf(decision(rowId, rowId === Ada ? "Ada" : "Bob"), {
          links: [linkOf(sideId, rowId, "", { locator: goneLocator(rowId) })],
        }),
      );
      await tx.commitRows({ runId, registryId: registry.id }, gone);
      await tx.stageRecords({ ...place, from: 0 }, [record("Zoe")]);
      return [
        [...(await tx.linkedRows(registry.id))].sort(),
        await tx.censusOf(runId, sideId),
        await tx.missingLocators(place, 10),
        await tx.stagedCount(runId, sideId),
        await tx.stageGone({ ...place, from: 1 }),
        await tx.stageGone({ ...place, from: 9 }),
        await tx.censusOf(runId, sideId),
        await tx.stagedCount(runId, sideId),
        await tx.stagedCount(runId, other),
      ];
    });
    const held = registry.sides.map(({ id }) => [id, id === sideId ? 1 : 3]).sort();
    const census = { linked: 1, missing: 1 };
    expect(answers).toEqual([
      ...[held, { ...census, gone: 2 }, ["at Cid"], 1, 2, 0, { ...census, gone: 0 }, 3, 0],
    ]);
    const absent = (await dump()).obs.filter(({ state }) => state === "absent");
    const expected = [Ada, Bob].map((rowId) => ({ locator: goneLocator(rowId), rowId }));
    expect(absent).toMatchObject(expected.sort((a, b) => (a.locator < b.locator ? -1 : 1)));
  });

  test("what a side did not show is missing, in the order of its locators, until it is looked up or taken for gone", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Zoe", "Ada", "\u{1F600}", "\uFFFD", "Bob"]);
    const [sideId = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const place = { runId, sideId };
    const census = () => store.transact((tx) => tx.censusOf(runId, sideId));
    await store.transact((tx) => tx.stageRecords({ ...place, from: 0 }, [record("Ada"), record("New")]));
    expect(await census()).toEqual({ linked: 5, missing: 4, gone: 0 });
    const present = () => store.transact((tx) => tx.presentCount(runId, sideId));
    expect(await present()).toBe(2);
    const missing = (limit: number) => store.transact((tx) => tx.missingLocators(place, limit));
    expect(await missing(10)).toEqual(["at Bob", "at Zoe", "at \uFFFD", "at \u{1F600}"]);
    expect(await missing(2)).toEqual(["at Bob", "at Zoe"]);
    await store.transact((tx) =>
      tx.stageRecords({ ...place, from: 2 }, [record("Zoe", { state: "unknown", unknown: { "": "busy" } })]),
    );
    expect(await census()).toEqual({ linked: 5, missing: 3, gone: 0 });
    expect(await store.transact((tx) => tx.markMissingAbsent({ ...place, from: 3 }))).toBe(3);
    expect(await census()).toEqual({ linked: 5, missing: 0, gone: 0 });
    expect(await present()).toBe(2);
    const blank = { key: null, matchKey: null, hash: "", cells: null, unknown: null, state: "absent" };
    const absent = (await dump()).obs.filter(({ state }) => state === "absent");
    expect(absent).toMatchObject([
      { ordinal: 3, locator: "at Bob", rowId: rows.Bob, ...blank },
      { ordinal: 4, locator: "at \uFFFD", rowId: rows["\uFFFD"], ...blank },
      { ordinal: 5, locator: "at \u{1F600}", rowId: rows["\u{1F600}"], ...blank },
    ]);
  });

  test("a record that lost its id is known by its key again, unless several have it", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid", "Dan"]);
    const [sideId = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const place = { runId, sideId };
    const at = (key: string, locator: string) => record(key, { locator });
    const counted = await store.transact(async (tx) => {
      await tx.stageRecords({ ...place, from: 0 }, [
        ...[at("Bob", "b1"), at("Cid", "c1"), at("Cid", "c2"), at("New", "n1")],
        at("Ada", "at Ada"),
      ]);
      const replace = (from: number) => tx.stageReplaced({ ...place, registryId: registry.id, from });
      return [await replace(5), await replace(6), await tx.missingLocators(place, 9)];
    });
    expect(counted).toEqual([1, 0, ["at Cid", "at Dan"]]);
    const staged = (await dump()).obs.map(({ locator, state, rowId }) => [locator, state, rowId]);
    expect(staged).toEqual([
      ["b1", "present", rows.Bob],
      ["c1", "present", null],
      ["c2", "present", null],
      ["n1", "present", null],
      ["at Ada", "present", rows.Ada],
      ["at Bob", "renamed", rows.Bob],
    ]);
  });
}
