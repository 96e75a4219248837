import canonicalize from "canonicalize";
import { describe, expect, test } from "vitest";
import { type Entry, prepareEntries } from "./envelope";
import { LogCheck, type LogFault, type StoredEntry } from "./log-check";
import { leafHash, rootOf } from "./merkle";

const LOG = "0190a000-0000-7000-8000-000000000001";
const RUN = "0190a000-0000-7000-8000-000000000002";

function entry(seq: number, log = LOG): StoredEntry {
  const made: Entry = {
    actor: { type: "system", ref: "test" },
    action: "row.written",
    outcome: "ok",
    target: { type: "row", ref: `row ${seq}` },
    source: null,
    destination: null,
    runId: RUN,
    payload: { City: `Praha "${seq}"` },
  };
  const [prepared = {}] = prepareEntries([made], new Date("2026-11-23T10:00:00Z"));
  const recordedAt = `2026-11-23T10:00:00.00${Math.floor(seq / 2)}999`;
  const leaf =
    canonicalize({
      v: 1,
      log,
      seq,
      id: prepared.id,
      occurred_at: prepared.occurred_at,
      recorded_at: `${recordedAt.slice(0, -3)}Z`,
      actor: { type: prepared.actor_type, ref: prepared.actor_ref },
      action: prepared.action,
      outcome: prepared.outcome,
      target: { type: prepared.target_type, ref: prepared.target_ref },
      source: prepared.source,
      destination: prepared.destination,
      request_id: prepared.request_id,
      run_id: prepared.run_id,
      payload_commitment: prepared.commitment,
    }) ?? "";
  return {
    seq,
    leaf,
    leafHash: leafHash(leaf),
    payload: prepared.payload ?? null,
    salt: prepared.salt ?? null,
    action: "row.written",
    targetType: "row",
    targetRef: `row ${seq}`,
    runId: RUN,
    recordedAt,
  };
}

const SIZE = 8;
const whole: readonly StoredEntry[] = Array.from({ length: SIZE }, (_, seq) => entry(seq));

function faultOf(entries: readonly StoredEntry[], headSize = SIZE): LogFault | null {
  const check = new LogCheck(LOG);
  for (const one of entries) {
    const fault = check.take(one);
    if (fault) return fault;
  }
  return check.finish(headSize);
}

/** The log with one entry changed. */
function changed(seq: number, change: (good: StoredEntry) => Partial<StoredEntry>): StoredEntry[] {
  return whole.map((good) => (good.seq === seq ? { ...good, ...change(good) } : good));
}

/** Another leaf, with the hash that belongs to it. */
const withLeaf = (leaf: string): Partial<StoredEntry> => ({ leaf, leafHash: leafHash(leaf) });

const edited = (
  good: StoredEntry,
  edit: (envelope: Record<string, unknown>) => void,
): Partial<StoredEntry> => {
  const envelope = JSON.parse(good.leaf) as Record<string, unknown>;
  edit(envelope);
  return withLeaf(canonicalize(envelope) ?? "");
};

test("a whole log has its size and root", () => {
  const check = new LogCheck(LOG);
  for (const one of whole) expect(check.take(one)).toBeNull();
  expect(check.finish(SIZE)).toBeNull();
  expect(check.size).toBe(SIZE);
  expect(check.root).toBe(rootOf(whole.map(({ leaf }) => leafHash(leaf))).toString("hex"));
});

test("an erased payload takes nothing from the proof", () => {
  expect(faultOf(changed(3, () => ({ payload: null, salt: null })))).toBeNull();
});

const at = (seq: number, entries: readonly StoredEntry[], what: RegExp, headSize = SIZE) =>
  ({ seq, entries, what, headSize }) as const;

describe("what was done to the log is found at its place", () => {
  const [first, second] = whole as unknown as [StoredEntry, StoredEntry];
  test.each([
    ["the first entry deleted", at(0, whole.slice(1), /missing/)],
    ["a middle entry deleted", at(4, whole.toSpliced(4, 1), /missing/)],
    ["the last entry deleted", at(7, whole.slice(0, -1), /missing; the head counts 8/)],
    ["all entries deleted", at(0, [], /missing/)],
    ["an entry past the head", at(7, whole, /past the end/, 7)],
    ["an entry before the first", at(-1, [{ ...first, seq: -1 }, ...whole], /cannot/)],
    ["an entry twice", at(1, [first, second, second], /cannot/)],
    [
      "two leaves swapped",
      at(
        2,
        changed(2, () => withLeaf(whole[3]?.leaf ?? "")),
        /another seq/,
      ),
    ],
    [
      "a leaf changed",
      at(
        5,
        changed(5, ({ leaf }) => ({ leaf: leaf.replace('"ok"', '"no"') })),
        /leaf hash/,
      ),
    ],
    [
      "a hash changed",
      at(
        5,
        changed(5, () => ({ leafHash: leafHash("x") })),
        /leaf hash/,
      ),
    ],
    [
      "a hash cut short",
      at(
        5,
        changed(5, (e) => ({ leafHash: e.leafHash.slice(0, 31) })),
        /leaf hash/,
      ),
    ],
    [
      "a space in the leaf",
      at(
        1,
        changed(1, (e) => withLeaf(e.leaf.replace(",", ", "))),
        /canonical/,
      ),
    ],
    [
      "a name twice in the leaf",
      at(
        1,
        changed(1, (e) => withLeaf(e.leaf.replace("{", '{"v":1,'))),
        /canonical/,
      ),
    ],
    [
      "a leaf that is no JSON",
      at(
        1,
        changed(1, () => withLeaf("{")),
        /canonical/,
      ),
    ],
    [
      "a leaf that is a list",
      at(
        1,
        changed(1, () => withLeaf("[]")),
        /canonical/,
      ),
    ],
    [
      "a field taken away",
      at(
        1,
        changed(1, (e) => edited(e, (v) => delete v.source)),
        /exactly/,
      ),
    ],
    [
      "a field put in",
      at(
        1,
        changed(1, (e) => edited(e, (v) => Object.assign(v, { x: 1 }))),
        /exactly/,
      ),
    ],
    [
      "another version",
      at(
        1,
        changed(1, (e) => edited(e, (v) => Object.assign(v, { v: 2 }))),
        /version/,
      ),
    ],
    [
      "an entry of another log",
      at(
        2,
        changed(2, () => entry(2, RUN)),
        /another log/,
      ),
    ],
    [
      "another time in the leaf",
      at(
        2,
        changed(2, (e) => edited(e, (v) => Object.assign(v, { recorded_at: "" }))),
        /recorded_at/,
      ),
    ],
    [
      "another action beside it",
      at(
        2,
        changed(2, () => ({ action: "run.held" })),
        /action/,
      ),
    ],
    [
      "another target beside it",
      at(
        2,
        changed(2, () => ({ targetRef: "row 9" })),
        /target/,
      ),
    ],
    [
      "another kind of target",
      at(
        2,
        changed(2, () => ({ targetType: "run" })),
        /target/,
      ),
    ],
    [
      "another run beside it",
      at(
        2,
        changed(2, () => ({ runId: null })),
        /run_id/,
      ),
    ],
    [
      "a payload changed",
      at(
        6,
        changed(6, () => ({ payload: '{"City":"Brno"}' })),
        /commit/,
      ),
    ],
    [
      "payload and salt of another",
      at(
        6,
        changed(6, () => ({ payload: first.payload, salt: first.salt })),
        /commit/,
      ),
    ],
    [
      "a salt replaced",
      at(
        6,
        changed(6, () => ({ salt: first.salt })),
        /commit/,
      ),
    ],
    [
      "a short salt",
      at(
        6,
        changed(6, () => ({ salt: "AAAA" })),
        /32 bytes/,
      ),
    ],
    [
      "a salt erased alone",
      at(
        6,
        changed(6, () => ({ salt: null })),
        /only one/,
      ),
    ],
    [
      "a payload erased alone",
      at(
        6,
        changed(6, () => ({ payload: null })),
        /only one/,
      ),
    ],
    ["time running backwards", at(6, swappedTimes(), /recorded before/)],
  ])("%s", (_what, { seq, entries, what, headSize }) => {
    const fault = faultOf(entries, headSize);
    expect(fault?.seq).toBe(seq);
    expect(fault?.what).toMatch(what);
  });
});

function swappedTimes(): StoredEntry[] {
  const recordedAt = "2026-11-23T09:59:59.000000";
  return changed(6, (good) => ({
    recordedAt,
    ...edited(good, (envelope) => {
      envelope.recorded_at = "2026-11-23T09:59:59.000Z";
    }),
  }));
}
