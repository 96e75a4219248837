import { expect, test } from "vitest";
import type { FoundConflict } from "../../rows/conflicts";
import type { Harness, OpenHarness } from "./harness";
import { cellConflict, commitOf, decision, keyOf, settle } from "./samples";

const CHOICE = {
  value: "Praha",
  side: null,
  by: { type: "person", ref: "per_1" },
  at: "2026-03-01T10:00:00.000Z",
};
const [BEFORE, AFTER] = [new Date("2026-03-01T09:00:00.000Z"), new Date("2026-03-01T11:00:00.000Z")];

/** Stores conflicts as a run finds them, and lists every conflict that is kept. */
async function found(
  { store, registry, dump }: Harness,
  runId: string,
  conflicts: readonly FoundConflict[],
  isWriting = true,
) {
  await store.transact((tx) => tx.storeConflicts({ runId, registryId: registry.id, isWriting }, conflicts));
  return (await dump()).conflict;
}

/** Disagreements between sides, from the run that finds them to the person who decides. */
export function conflictTests(open: OpenHarness): void {
  test("a conflict is kept once a run and cell; what the plan decides is provisional until it is committed", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const { Ada } = await settle(harness, ["Ada"]);
    const runId = await addRun();
    const waiting = cellConflict(Ada, "Ada");
    const decided = cellConflict(Ada, "Ada", { field: "name", resolved: true, decidedBy: "hash" });
    const gone: FoundConflict = {
      ...{ rowId: Ada, key: keyOf("Ada"), fingerprint: "f2" },
      conflict: { kind: "delete-edit", deletedOn: [], editedOn: [], survives: true, decidedBy: "edit" },
    };
    await found(harness, runId, []);
    await found(harness, runId, [waiting, decided, gone]);
    const kept = await found(harness, runId, [decided, gone]);
    const line = { registryId: registry.id, runId, rowId: Ada, key: keyOf("Ada"), choice: null };
    expect(kept).toHaveLength(3);
    expect(kept).toEqual(
      expect.arrayContaining([
        {
          ...{ ...line, fingerprint: "f1", kind: "cell", field: "city", detail: waiting.conflict },
          ...{ resolved: false, decidedBy: "manual", provisional: false },
        },
        {
          ...{ ...line, fingerprint: "f1", kind: "cell", field: "name", detail: decided.conflict },
          ...{ resolved: true, decidedBy: "hash", provisional: true },
        },
        {
          ...{ ...line, fingerprint: "f2", kind: "delete-edit", field: null, detail: gone.conflict },
          ...{ resolved: true, decidedBy: "edit", provisional: true },
        },
      ]),
    );
    await store.transact((tx) =>
      tx.commitRows({ runId, registryId: registry.id }, [commitOf(decision(Ada, "Ada"))]),
    );
    expect((await dump()).conflict.map(({ provisional }) => provisional)).toEqual([false, false, false]);
  });

  test("a run that writes nothing keeps what it finds provisional and leaves what waits", async () => {
    const harness = await open();
    const { Ada } = await settle(harness, ["Ada"]);
    const writing = await harness.addRun();
    await found(harness, writing, [cellConflict(Ada, "Ada")]);
    const dry = await harness.addRun({ kind: "dry-run" });
    const kept = await found(harness, dry, [cellConflict(Ada, "Ada", { fingerprint: "f2" })], false);
    expect(kept.map(({ runId, provisional, resolved }) => ({ runId, provisional, resolved }))).toEqual(
      expect.arrayContaining([
        { runId: writing, provisional: false, resolved: false },
        { runId: dry, provisional: true, resolved: false },
      ]),
    );
  });

  test("the same disagreement stays one line; another one about the cell takes its place", async () => {
    const harness = await open();
    const { Ada } = await settle(harness, ["Ada"]);
    const [first, second, third] = [await harness.addRun(), await harness.addRun(), await harness.addRun()];
    await found(harness, first, [cellConflict(Ada, "Ada")]);
    expect(await found(harness, second, [cellConflict(Ada, "Ada")])).toMatchObject([{ runId: first }]);
    const other = cellConflict(Ada, "Ada", { fingerprint: "f2" });
    expect(await found(harness, third, [other])).toMatchObject([{ runId: third, fingerprint: "f2" }]);
  });

  test("a choice stands until its conflict is found undecided by a run that began after it", async () => {
    const harness = await open();
    const { store, registry, addRun, choose } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob"]);
    const cell = { rowId: Ada, field: "city" };
    await found(harness, await addRun(), [cellConflict(Ada, "Ada")]);
    expect(await choose({ rowId: Bob, field: "city" }, CHOICE)).toBe(false);
    expect(await choose(cell, CHOICE)).toBe(true);
    const choices = () => store.transact((tx) => tx.choicesOf(registry.id, [Ada, Bob]));
    await found(harness, await addRun({ startedAt: BEFORE }), [cellConflict(Ada, "Ada")]);
    expect(await choices()).toEqual([{ ...cell, fingerprint: "f1", value: "Praha" }]);
    await found(harness, await addRun({ startedAt: AFTER }), [cellConflict(Ada, "Ada")]);
    expect(await choices()).toEqual([]);
    expect(await choose(cell, { ...CHOICE, value: null })).toBe(true);
    expect(await choices()).toEqual([{ ...cell, fingerprint: "f1", value: null }]);
  });

  test("a conflict that a plan has settled takes no choice while the plan may be carried out", async () => {
    const harness = await open();
    const { store, addRun, choose } = harness;
    const { Ada } = await settle(harness, ["Ada"]);
    const cell = { rowId: Ada, field: "city" };
    await found(harness, await addRun(), [cellConflict(Ada, "Ada")]);
    const held = await addRun({ status: "held" });
    await found(harness, held, [cellConflict(Ada, "Ada", { resolved: true, decidedBy: "person" })]);
    expect(await choose(cell, CHOICE)).toBe(false);
    await store.transact((tx) => tx.changeRun(held, { status: "stopped" }));
    expect(await choose(cell, CHOICE)).toBe(true);
  });

  test("a conflict that waited is settled under the line that it has", async () => {
    const harness = await open();
    const { store, registry, addRun, dump, choose } = harness;
    const { Ada } = await settle(harness, ["Ada", "Bob"]);
    await found(harness, await addRun(), [cellConflict(Ada, "Ada")]);
    await choose({ rowId: Ada, field: "city" }, CHOICE);
    const runId = await addRun();
    const decided = cellConflict(Ada, "Ada", { resolved: true, winner: "Praha", decidedBy: "person" });
    expect(await found(harness, runId, [decided])).toHaveLength(2);
    await store.transact((tx) =>
      tx.commitRows({ runId, registryId: registry.id }, [commitOf(decision(Ada, "Ada"))]),
    );
    expect((await dump()).conflict).toMatchObject([
      {
        runId,
        resolved: true,
        provisional: false,
        decidedBy: "person",
        detail: decided.conflict,
        choice: CHOICE,
      },
    ]);
  });

  test("what a run read whole and no longer finds is mended; what leaves with its row is over", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid", "Dan"]);
    const runId = await addRun();
    const place = { runId, registryId: registry.id };
    await found(harness, runId, [
      cellConflict(rows.Ada, "Ada"),
      cellConflict(rows.Ada, "Ada", { field: "name" }),
      cellConflict(rows.Bob, "Bob"),
      cellConflict(rows.Cid, "Cid"),
      cellConflict(rows.Dan, "Dan"),
    ]);
    await store.transact(async (tx) => {
      await tx.closeMendedConflicts(place, []);
      await tx.closeMendedConflicts(place, [
        { rowId: rows.Ada, fields: ["name"] },
        { rowId: rows.Bob, fields: ["city"] },
      ]);
      await tx.commitRows(place, [
        commitOf(decision(rows.Cid, "Cid", { outcome: "deleted", cells: null, hash: null })),
        commitOf(decision(rows.Dan, "Dan", { outcome: "outside" })),
      ]);
    });
    const lines = (await dump()).conflict.map(({ key, field, resolved, decidedBy }) => [
      key,
      field,
      resolved,
      decidedBy,
    ]);
    expect(lines).toHaveLength(5);
    expect(lines).toEqual(
      expect.arrayContaining([
        [keyOf("Ada"), "city", true, "agreed on the sides"],
        [keyOf("Ada"), "name", false, "manual"],
        [keyOf("Bob"), "city", false, "manual"],
        [keyOf("Cid"), "city", true, "row deleted"],
        [keyOf("Dan"), "city", true, "out of the filter"],
      ]),
    );
  });

  test("editors without a name are told, the most frequent first, and named where they stand", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const candidate = (sideId: string, by: string | null, value = "x") => ({
      sideId,
      value,
      origin: null,
      by,
    });
    const by = (...candidates: ReturnType<typeof candidate>[]) => ({ candidates });
    const runId = await addRun();
    const place = { runId, registryId: registry.id };
    await found(harness, await addRun(), [
      cellConflict(rows.Ada, "Ada", { ...by(candidate(first, "u2")), resolved: true, field: "name" }),
    ]);
    await found(harness, runId, [
      cellConflict(
        rows.Ada,
        "Ada",
        by(candidate(first, "u9"), candidate(first, "u1"), candidate(second, "u1")),
      ),
      cellConflict(rows.Bob, "Bob", {
        ...by(candidate(first, "u9"), candidate(first, null)),
        resolved: true,
      }),
    ]);
    const unnamed = (sideIds: readonly string[], size = 9) =>
      store.transact((tx) => tx.unnamedEditors(place, { sideIds, size }));
    const others = [
      { sideId: first, by: "u1" },
      { sideId: second, by: "u1" },
    ].sort((a, b) => (a.sideId < b.sideId ? -1 : 1));
    expect(await unnamed([first, second])).toEqual([{ sideId: first, by: "u9" }, ...others]);
    expect(await unnamed([first], 1)).toEqual([{ sideId: first, by: "u9" }]);
    await store.transact(async (tx) => {
      await tx.nameCandidates(place, []);
      await tx.nameCandidates(place, [{ sideId: first, by: "u9", name: "Ada L." }]);
    });
    expect(await unnamed([first])).toEqual([{ sideId: first, by: "u1" }]);
    const ada = (await dump()).conflict.find((one) => one.rowId === rows.Ada && one.field === "city");
    expect(ada?.detail).toMatchObject({
      candidates: [
        { ...candidate(first, "u9"), person: "Ada L." },
        candidate(first, "u1"),
        candidate(second, "u1"),
      ],
    });
  });
}
