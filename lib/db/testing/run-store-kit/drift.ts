import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type Drift, NO_RECORDS, NO_ROWS } from "../../rows/drift";
import { NOT_AS_WRITTEN } from "../../rows/issues";
import type { StagedRecord } from "../../rows/stage";
import type { Harness, OpenHarness } from "./harness";
import { cellConflict, commitOf, decision, issue, keyOf, linkOf, record, settle } from "./samples";

const digestOf = (lines: readonly string[]): string => {
  const sum = lines.reduce(
    (total, line) => total + BigInt(`0x${createHash("sha256").update(line).digest("hex").slice(0, 32)}`),
    0n,
  );
  return (sum % 2n ** 128n).toString(16).padStart(32, "0");
};

/** Stages what each side shows, in one list for each, identifies it and compares; the third side need not hold a row. */
async function compared(
  { store, registry, addRun }: Harness,
  shown: readonly (readonly StagedRecord[])[],
): Promise<Drift> {
  const runId = await addRun({ kind: "drift-check" });
  const place = { runId, registryId: registry.id };
  return store.transact(async (tx) => {
    const modes = registry.sides.map(({ id: sideId }, at) => ({
      sideId,
      mode: at === 2 ? ("match-only" as const) : ("match-then-create" as const),
    }));
    for (const [at, records] of shown.entries())
      await tx.stageRecords({ runId, sideId: modes[at]?.sideId ?? "", from: 0 }, records);
    await tx.identifyRecords({ ...place, modes });
    const drift = await tx.driftOf({
      ...place,
      sides: modes.map(({ sideId, mode }) => ({ sideId, required: mode !== "match-only" })),
    });
    for (const { sideId } of modes) {
      const { rows, records } = drift.sides[sideId] ?? { rows: NO_ROWS, records: NO_RECORDS };
      expect(sumOf(rows)).toBe(drift.rows);
      expect(sumOf(records)).toBe((await tx.sealOf(runId, sideId)).count);
    }
    return drift;
  });
}

const sumOf = (counts: object): number =>
  Object.values(counts).reduce((sum: number, count: number) => sum + count, 0);

/** How far the sides are from the base: every row in scope and every record is counted once. */
export function driftTests(open: OpenHarness): void {
  test("sides that show every row as it is are equal, whatever the order", async () => {
    const harness = await open();
    await settle(harness, ["Ada", "Žďár"]);
    const sides = harness.registry.sides.map(({ id }) => id);
    const all = [record("Ada"), record("Žďár")];
    const equal = {
      rows: { ...NO_ROWS, matched: 2 },
      records: { ...NO_RECORDS, own: 2 },
    };
    const drift = await compared(harness, [all, all.toReversed(), all]);
    expect(drift).toEqual({
      ...{ rows: 2, equal: 2, drifted: 0 },
      baseDigest: digestOf([`${keyOf("Žďár")} merged Žďár`, `${keyOf("Ada")} merged Ada`]),
      sides: Object.fromEntries(sides.map((id) => [id, equal])),
    });
  });

  test("a registry without rows has the empty digest, and every record is extra", async () => {
    const harness = await open();
    const found = await compared(harness, [[record("Ada"), record(null)]]);
    const { rows, equal, drifted, baseDigest, sides } = found;
    expect([rows, equal, drifted, baseDigest]).toEqual([0, 0, 2, "0".repeat(32)]);
    expect(sides[harness.registry.sides[0]?.id ?? ""]?.records).toEqual({ ...NO_RECORDS, extra: 2 });
  });

  test("what differs, is missing, cannot be read, is doubtful or is nobody's is told apart", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const names = ["Ada", "Bob", "Cid", "Dan", "Eve", "Fay", "Gil", "Hal", "Ivy", "Jon", "Kim"] as const;
    const rows = await settle(harness, names);
    const [first = "", second = "", third = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun({ status: "done" });
    const place = { runId, registryId: registry.id };
    await store.transact(async (tx) => {
      await tx.commitRows(place, [
        commitOf(decision(rows.Gil, "Gil"), { links: [linkOf(first, rows.Gil, "Gil", { pending: true })] }),
        commitOf(decision(rows.Ivy, "Ivy", { outcome: "outside" })),
      ]);
      const told = { rowId: rows.Hal, reason: NOT_AS_WRITTEN };
      await tx.reportIssues(place, [issue(first, keyOf("Hal"), told)]);
      await tx.storeExclusions({ registryId: registry.id, actor: {} }, [
        { sideId: first, locator: "at Out", key: null, reason: "unticked" },
      ]);
    });
    const { sides, ...whole } = await compared(harness, [
      [
        record("Ada"),
        record("Bob", { hash: "edited" }),
        record("Cid", { state: "absent", key: null }),
        record("Dan", { state: "unknown", key: null, unknown: { "": "busy" } }),
        record("Eve", { unknown: { city: "not-read" } }),
        record("Fay"),
        record("Fay", { locator: "twin" }),
        record("Gil"),
        record("Hal"),
        record("Ivy"),
        record("Kim", { state: "absent", key: null }),
        record("Kim", { locator: "made again" }),
        record("Out"),
        record("New"),
        record(null),
      ],
      names.map((name) => record(name)),
      names.slice(1).map((name) => record(name)),
    ]);
    expect(sides[first]).toEqual({
      rows: { matched: 1, different: 5, missing: 1, unread: 3, optional: 0 },
      records: { own: 7, extra: 3, excluded: 1, outside: 1, gone: 2, unread: 1 },
    });
    const present = { rows: { ...NO_ROWS, matched: 10 }, records: { ...NO_RECORDS, own: 10, outside: 1 } };
    expect(sides[second]).toEqual(present);
    // A row that the side held, and of which nothing was staged, cannot be told.
    expect(sides[third]).toEqual({
      rows: { ...NO_ROWS, matched: 9, unread: 1 },
      records: { ...NO_RECORDS, own: 9, outside: 1 },
    });
    // Bob, Fay, Gil and Kim differ, Cid is missing, three are extra; of Hal an issue tells.
    expect(whole).toMatchObject({ rows: 10, equal: 0, drifted: 8 });
  });

  test("what an open issue or conflict explains, and what could not be read, has not drifted", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const names = ["Ada", "Bob", "Cid", "Dan", "Eve"] as const;
    const rows = await settle(harness, names);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const place = { runId: await addRun({ status: "done" }), registryId: registry.id };
    const records = [{ locator: "at Hal" }, { locator: "at Ivy" }];
    const all = names.map((name) => record(name));
    const shown = [
      [
        record("Ada", { hash: "edited" }),
        record("Bob", { hash: "edited" }),
        record("Cid", { state: "absent", key: null }),
        record("Dan", { state: "unknown", key: null, unknown: { "": "busy" } }),
        record("Eve"),
        record("Eve", { locator: "twin" }),
        record("Gil"),
        record("Hal"),
        record("Ivy", { key: null }),
      ],
      all,
      all,
    ];
    const before = await compared(harness, shown);
    expect(before, "Ada, Bob, Cid, Eve and its twin, Gil, Hal and Ivy").toMatchObject({ drifted: 8 });
    await store.transact(async (tx) => {
      await tx.storeConflicts({ ...place, isWriting: true }, [cellConflict(rows.Ada, "Ada")]);
      await tx.reportIssues(place, [
        issue(second, keyOf("Cid"), { rowId: rows.Cid }),
        issue(first, keyOf("Gil")),
        issue(first, keyOf("Hal"), { reason: "twins", records }),
        issue(first, keyOf("Bob"), { rowId: rows.Bob, severity: "warning" }),
        // Of another side: it says nothing of what is here.
        issue(second, "at twin"),
      ]);
    });
    const after = await compared(harness, shown);
    expect(after, "Bob, and Eve and its twin").toMatchObject({ drifted: 3 });
    expect(after.equal).toBe(before.equal);
  });

  test("a row may lack on a side that need not hold it, unless it was there", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const rows = await settle(harness, ["Ada", "Bob"]);
    const [first = "", second = "", third = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun({ status: "done" });
    await store.transact((tx) =>
      tx.commitRows({ runId, registryId: registry.id }, [
        commitOf(decision(rows.Ada, "Ada"), { unlink: [first, third] }),
      ]),
    );
    const all = [record("Ada"), record("Bob")];
    const gone = [record("Bob", { state: "absent", key: null })];
    const some = await compared(harness, [[record("Bob")], all, [record("Bob")]]);
    expect(some).toMatchObject({ rows: 2, equal: 1 });
    expect(some.sides[first]?.rows).toEqual({ ...NO_ROWS, matched: 1, missing: 1 });
    expect(some.sides[third]?.rows).toEqual({ ...NO_ROWS, matched: 1, optional: 1 });
    const lost = await compared(harness, [all, all, gone]);
    expect(lost.sides[first]?.rows).toEqual({ ...NO_ROWS, matched: 1, different: 1 });
    expect(lost.sides[second]?.rows).toEqual({ ...NO_ROWS, matched: 2 });
    expect(lost.sides[third]?.rows).toEqual({ ...NO_ROWS, missing: 1, optional: 1 });
    expect(lost.equal).toBe(0);
  });
}
