import { describe, expect, test } from "vitest";
import type { MatchMode } from "@/lib/engine/match";
import { type KeyedSide, keyResult } from "./key-result";

/** A side whose records have these codes; null = an empty one, undefined = one that cannot be read. */
function side(
  ref: string,
  codes: readonly (string | null | undefined)[],
  given: Partial<KeyedSide> = {},
): KeyedSide {
  return {
    ...{ ref, title: ref.toUpperCase(), mode: "match-then-create", reads: true, writes: true },
    records: codes.map((value, at) => ({
      at,
      shown: () =>
        value === undefined ? { ok: false, because: "hidden", usual: null } : { ok: true, value },
    })),
    ...given,
  };
}

const asked = { fields: ["code"], normalise: false, match: "match-then-create" as MatchMode };

/** `records only keys/records empty creates left` of each side. */
const tallies = (sides: readonly KeyedSide[], by: Partial<typeof asked> = {}): string[] =>
  keyResult(sides, { ...asked, ...by }).sides.map(
    ({ records, only, notUnique, empty, creates, left }) =>
      `${records} ${only} ${notUnique.keys}/${notUnique.records} ${empty} ${creates} ${left}`,
  );

describe("how a key tells rows apart", () => {
  test.each<[what: string, sides: readonly KeyedSide[], message: string, tallies: readonly string[]]>([
    ["nothing", [side("a", []), side("b", [])], "0 matched.", ["0 0 0/0 0 0 0", "0 0 0/0 0 0 0"]],
    [
      "some on both",
      [side("a", ["1", "2", "3"]), side("b", ["3", "4"])],
      "1 matched, 2 only in A, 1 only in B.",
      ["3 2 0/0 0 1 0", "2 1 0/0 0 2 0"],
    ],
    [
      "a key that one side has twice",
      [side("a", ["1", "1", "2"]), side("b", ["1", "2"])],
      "1 matched, 1 on some sides, 1 key not unique.",
      ["3 0 1/2 0 0 0", "2 0 0/0 0 0 0"],
    ],
    [
      "a key that both have twice",
      [side("a", ["1", "1"]), side("b", ["1", "1"])],
      "0 matched, 2 keys not unique.",
      ["2 0 1/2 0 0 0", "2 0 1/2 0 0 0"],
    ],
    [
      "empty keys, and keys that cannot be read",
      [side("a", [null, "", undefined, "1"]), side("b", ["1"])],
      "1 matched, 3 records without a key.",
      ["4 0 0/0 3 0 0", "1 0 0/0 0 0 0"],
    ],
    [
      "three sides",
      [side("a", ["1", "2"]), side("b", ["1", "2"]), side("c", ["1", "3"])],
      "1 matched, 1 on some sides, 1 only in C.",
      ["2 0 0/0 0 1 0", "2 0 0/0 0 1 0", "2 1 0/0 0 1 0"],
    ],
    [
      "a side that is not written to",
      [side("a", ["1", "2"], { writes: false }), side("b", ["2", "3"])],
      "1 matched, 1 only in A, 1 only in B.",
      ["2 1 0/0 0 null 0", "2 1 0/0 0 1 0"],
    ],
    [
      "a side that is only written to",
      [side("a", ["1"]), side("b", ["2"], { reads: false })],
      "0 matched, 1 only in A, 1 only in B.",
      ["1 1 0/0 0 0 0", "1 1 0/0 0 1 0"],
    ],
  ])("%s", (_, sides, message, expected) => {
    expect(keyResult(sides, asked).message).toBe(message);
    expect(tallies(sides)).toEqual(expected);
  });

  test("only matching leaves the others alone, and never matching sets keys of several sides aside", () => {
    const of = (mode: MatchMode) => [side("a", ["1", "2"], { mode }), side("b", ["2", "3"], { mode })];
    const only = keyResult(of("match-only"), { ...asked, match: "match-only" });
    expect([only.rows, only.message]).toEqual([1, "1 matched, 2 records left alone."]);
    const never = keyResult(of("create-only"), { ...asked, match: "create-only" });
    expect([never.rows, never.message]).toEqual([
      2,
      "0 matched, 1 only in A, 1 only in B, 2 records left alone.",
    ]);
  });

  test("in another form of the key more of them match", () => {
    const sides = [side("a", ["Ab ", "c"]), side("b", ["aB", "c"])];
    expect(keyResult(sides, asked).matched).toBe(1);
    expect(keyResult(sides, { ...asked, normalise: true }).matched).toBe(2);
  });

  test("every record is counted once", () => {
    const sides = [side("a", ["1", "1", "2", null, "4"]), side("b", ["2", "3", "3", "5"])];
    for (const { records, only, notUnique, empty, left } of keyResult(sides, asked).sides)
      expect(records).toBe(only + notUnique.records + empty + left + 1);
  });
});
