import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { StagedRecord } from "../../rows/stage";
import type { MatchMode } from "../../stored-registry";
import type { Harness, OpenHarness } from "./harness";
import { commitOf, companyCells, decision, keyOf, operation, outcome, record, settle } from "./samples";

const NO_FATES = {
  ...{ matched: 0, fresh: 0, unmatched: 0, duplicate: 0, keyless: 0, collision: 0, waiting: 0, excluded: 0 },
  unreadCells: 0,
};

/** Stages what each side shows, in one list for each, and identifies it. */
async function identified(
  { store, registry, dump }: Harness,
  runId: string,
  shown: readonly (readonly StagedRecord[])[],
  modes: MatchMode | readonly MatchMode[] = "match-then-create",
) {
  const answer = await store.transact(async (tx) => {
    for (const [at, records] of shown.entries())
      await tx.stageRecords({ runId, sideId: registry.sides[at]?.id ?? "", from: 0 }, records);
    const sides = registry.sides.map(({ id: sideId }, at) => ({
      sideId,
      mode: typeof modes === "string" ? modes : (modes[at] ?? "match-only"),
    }));
    return tx.identifyRecords({ runId, registryId: registry.id, modes: sides });
  });
  const position = new Map(registry.sides.map(({ id }, at) => [id, at]));
  const lines = (await dump()).obs.map(({ sideId, ordinal, state, rowId }) => ({
    at: `${position.get(String(sideId))}.${ordinal}`,
    state: String(state),
    rowId: rowId as string | null,
  }));
  const seen = Object.fromEntries(lines.map(({ at, ...line }) => [at, line]));
  return { ...answer, seen, states: Object.fromEntries(lines.map(({ at, state }) => [at, state])) };
}

/** Which record is whose row, and why some are nobody's. */
export function identificationTests(open: OpenHarness): void {
  test("records of one key on several sides are one new row, and each other key is another", async () => {
    const harness = await open();
    const [first = "", second = ""] = harness.registry.sides.map(({ id }) => id);
    const { seen, setAside, fates } = await identified(harness, await harness.addRun(), [
      [record("Ada"), record("Bob", { unknown: { city: "not-read" } })],
      [record("ADA", { matchKey: keyOf("Ada") })],
    ]);
    expect(setAside).toEqual([]);
    expect(seen["0.0"]?.rowId).toEqual(expect.any(String));
    expect(seen["1.0"]).toEqual(seen["0.0"]);
    expect(seen["0.1"]?.rowId).not.toBe(seen["0.0"]?.rowId);
    expect(fates).toEqual({
      [first]: { ...NO_FATES, matched: 1, fresh: 1, unreadCells: 1 },
      [second]: { ...NO_FATES, matched: 1 },
    });
  });

  test("duplicates and records without a key are set aside, each side by itself, and the first ten are told", async () => {
    const harness = await open();
    const [first = ""] = harness.registry.sides.map(({ id }) => id);
    const twins = Array.from({ length: 12 }, (_, at) =>
      record("Ada", { locator: `twin ${String(11 - at).padStart(2, "0")}` }),
    );
    const { states, setAside, fates } = await identified(harness, await harness.addRun(), [
      [...twins, record("ADA", { matchKey: keyOf("Ada") }), record(null)],
      [record("Ada")],
    ]);
    expect([states["0.0"], states["0.12"], states["0.13"], states["1.0"]]).toEqual([
      ...["duplicate", "duplicate", "keyless", "present"],
    ]);
    const listed = twins.slice(0, 10).map(({ locator, cells }) => ({ locator, cells }));
    expect(setAside).toEqual([
      { sideId: first, state: "duplicate", subject: keyOf("ADA"), times: 13, records: listed },
      {
        ...{ sideId: first, state: "keyless", subject: "at null", times: 1 },
        records: [{ locator: "at null", cells: companyCells("") }],
      },
    ]);
    expect(fates[first]).toEqual({ ...NO_FATES, duplicate: 13, keyless: 1 });
  });

  test("a linked record that is a duplicate is told with the cells of its row", async () => {
    const harness = await open();
    await settle(harness, ["Ada"]);
    const { setAside, states } = await identified(harness, await harness.addRun(), [
      [record("Ada"), record("Ada", { locator: "copy", cells: companyCells("Ada", "Praha") })],
    ]);
    expect(states).toEqual({ "0.0": "duplicate", "0.1": "duplicate" });
    expect(setAside[0]?.records).toEqual([
      { locator: "at Ada", cells: companyCells("Ada") },
      { locator: "copy", cells: companyCells("Ada", "Praha") },
    ]);
  });

  test("an unlinked record finds the row of its key, unless another record of the side is that row's", async () => {
    const harness = await open();
    const { registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const { seen, fates } = await identified(harness, await addRun(), [
      [
        record("Ada", { locator: "moved" }),
        record("Bob", { locator: "at Cid", hash: "renamed" }),
        record("Cid", { locator: "new" }),
        record(null, { locator: "at Ada", state: "absent" }),
        record("Zoe"),
      ],
    ]);
    expect(seen["0.0"]).toEqual({ state: "present", rowId: rows.Ada });
    // The record of Cid shows Bob's key now: it stays Cid's, and a new record under the key of Cid has to wait.
    expect(seen["0.1"]).toEqual({ state: "present", rowId: rows.Cid });
    expect(seen["0.2"]).toEqual({ state: "waiting", rowId: null });
    expect(seen["0.4"]).toMatchObject({ state: "present", rowId: expect.any(String) });
    expect(fates[first]).toEqual({ ...NO_FATES, matched: 1, fresh: 1, waiting: 1, absent: 1 });
  });

  test("what a person keeps out is excluded by its place or its key; linked records are not", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    await settle(harness, ["Ada"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const actor = { type: "person", ref: "per_1" };
    await store.transact((tx) =>
      tx.storeExclusions({ registryId: registry.id, actor }, [
        { sideId: first, locator: "at Bob", key: null, reason: "unticked" },
        { sideId: first, locator: "x", key: keyOf("Cid"), reason: "undone" },
        { sideId: first, locator: "y", key: keyOf("Ada"), reason: "undone" },
      ]),
    );
    const { states, fates } = await identified(harness, await addRun(), [
      [record("Ada"), record("Bob"), record("Cid")],
      [record("Bob"), record("CID", { matchKey: keyOf("Cid") })],
    ]);
    const [present, excluded] = ["present", "excluded"];
    expect(states).toEqual({
      ...{ "0.0": present, "0.1": excluded, "0.2": excluded, "1.0": present, "1.1": excluded },
    });
    expect(fates[second]).toEqual({ ...NO_FATES, fresh: 1, excluded: 1 });
  });

  test("a side that only matches makes no row; it joins one that another side makes", async () => {
    const harness = await open();
    const { registry, addRun } = harness;
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const { seen, fates } = await identified(
      harness,
      await addRun(),
      [[record("Ada"), record("Bob")], [record("Ada")], [record("Cid")]],
      ["match-only", "match-then-create", "match-only"],
    );
    expect(seen["0.0"]).toEqual(seen["1.0"]);
    expect(seen["0.0"]?.rowId).not.toBeNull();
    expect(seen["0.1"]).toEqual({ state: "present", rowId: null });
    expect(seen["2.0"]).toEqual({ state: "present", rowId: null });
    expect(fates[first]).toEqual({ ...NO_FATES, matched: 1, unmatched: 1 });
    expect(fates[second]).toEqual({ ...NO_FATES, matched: 1 });
  });

  test("two sides that only match make a row of a key that both hold", async () => {
    const harness = await open();
    const { seen } = await identified(
      harness,
      await harness.addRun(),
      [[record("Ada")], [record("Ada")]],
      "match-only",
    );
    expect(seen["0.0"]?.rowId).not.toBeNull();
    expect(seen["0.0"]).toEqual(seen["1.0"]);
  });

  test("where a side never matches, a key that others hold is a collision for all of them", async () => {
    const harness = await open();
    const { addRun } = harness;
    await settle(harness, ["Ada"]);
    const { states } = await identified(
      harness,
      await addRun(),
      [[record("Bob"), record("Cid")], [record("Bob"), record("Ada", { locator: "copy" })], [record("Dan")]],
      ["create-only", "create-only", "match-then-create"],
    );
    const [present, collision] = ["present", "collision"];
    expect(states).toEqual({
      ...{ "0.0": collision, "0.1": present, "1.0": collision, "1.1": collision, "2.0": present },
    });
  });

  test("a create of ours whose answer was lost is found again even where records are never matched", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const failed = await addRun({ status: "failed" });
    const done = await addRun({ status: "done" });
    await store.transact(async (tx) => {
      const creates = [rows.Ada, rows.Bob].map((rowId, ordinal) =>
        operation(rowId, first, { ordinal, op: "create" }),
      );
      await tx.storeOperations(failed, creates);
      await tx.markSent(failed, [0]);
      await tx.storeOperations(done, [operation(rows.Cid, first, { op: "create" })]);
      await tx.recordOutcomes(done, [outcome(0)]);
      const commits = Object.entries(rows).map(([name, rowId]) =>
        commitOf(decision(rowId, name), { unlink: [first] }),
      );
      await tx.commitRows({ runId: done, registryId: registry.id }, commits);
    });
    const shown = ["Ada", "Bob", "Cid"].map((name) => record(name, { locator: `new ${name}` }));
    const { seen } = await identified(harness, await addRun(), [shown], "create-only");
    expect(seen["0.0"]).toEqual({ state: "present", rowId: rows.Ada });
    expect(seen["0.1"]).toEqual({ state: "collision", rowId: null });
    expect(seen["0.2"]).toEqual({ state: "collision", rowId: null });
  });

  test("copies that a failed run made of a new row are no collision with its source", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const [, second = ""] = registry.sides.map(({ id }) => id);
    const failed = await addRun({ status: "failed" });
    const create = operation("00000000-0000-4000-8000-000000000001", second, { op: "create" });
    await store.transact(async (tx) => {
      await tx.storeOperations(failed, [{ ...create, key: keyOf("Ada") }]);
      await tx.dropOperations({ runId: failed, sideId: second }, { code: "gone", message: "Gone." });
    });
    const { seen, states } = await identified(
      harness,
      await addRun(),
      [
        [record("Ada"), record("Bob")],
        [record("Ada"), record("Bob")],
      ],
      "create-only",
    );
    expect(states).toEqual({ "0.0": "present", "1.0": "present", "0.1": "collision", "1.1": "collision" });
    expect(seen["0.0"]?.rowId).toBe(seen["1.0"]?.rowId);
  });

  test.each([
    ["made", "create"],
    ["written to", "update"],
  ] as const)(
    "what another run may have %s tells no time, until a run has looked at everything since",
    async (_, op) => {
      const harness = await open();
      const { store, registry, addRun, dump } = harness;
      const [first = "", second = ""] = registry.sides.map(({ id }) => id);
      const unsure = await addRun({ status: "done" });
      await store.transact(async (tx) => {
        const creates = ["Ada", "Bob"].map((name, ordinal) =>
          operation(newUuid(), first, { ordinal, op, key: keyOf(name) }),
        );
        await tx.storeOperations(unsure, creates);
        await tx.markSent(unsure, [0]);
      });
      const shown = ["Ada", "Bob"].map((name) => record(name, { changedAt: 1_000, grainMs: 1 }));
      const times = async (runId: string) => {
        await identified(harness, runId, [shown, shown]);
        const own = (await dump()).obs.filter((one) => one.runId === runId);
        return [first, second].map((sideId) =>
          own.filter((one) => one.sideId === sideId).map(({ changedAt }) => changedAt),
        );
      };
      expect(await times(await addRun())).toEqual([
        [null, 1_000],
        [1_000, 1_000],
      ]);
      await addRun({ status: "done", startedAt: new Date("2999-01-01T00:00:00Z") });
      expect(await times(await addRun())).toEqual([
        [1_000, 1_000],
        [1_000, 1_000],
      ]);
    },
  );
}
