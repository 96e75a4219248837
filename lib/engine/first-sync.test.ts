import { describe, expect, it } from "vitest";
import { conflictFingerprint } from "./conflict";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { MergeRules, Origin, RowDecision, RowState } from "./row";
import { applyDecision } from "./testing/apply";
import { is, row, rules, shows, testDigest } from "./testing/build";
import { told } from "./testing/told";
import type { Cells, Value } from "./value";

const old: Cells = { id: "k", name: "old", tags: ["p", "q"] };
const cells = (parts: Readonly<Record<string, Value>>): Cells => ({ ...old, ...parts });
const at = (after: number, before = after + 1): Origin => ({ after, before });

const decide = (state: RowState, parts: Partial<MergeRules> = {}): RowDecision =>
  mergeRow(state, prepareRules(rules(parts)));

describe("a cell: the first sync", () => {
  const first = (a: Cells, b: Cells, origins: readonly [Origin, Origin] = [at(10), at(20)]) =>
    row(null, {
      a: shows(a, null, { origin: origins[0] }),
      b: shows(b, null, { origin: origins[1] }),
      c: is("never"),
    });
  const wins = (side: string | null, fields: Readonly<Record<string, string>> = {}) => ({
    winners: { default: side, fields },
  });
  const [A, B] = [cells({ name: "A" }), cells({ name: "B" })];

  it("takes the value of the side that is to win, and keeps the other in a record", () => {
    const decision = decide(first(A, B), wins("a"));
    expect(told(decision)).toEqual(["b:name=A", "c:create"]);
    expect(decision.conflicts).toEqual([
      {
        kind: "cell",
        field: "name",
        base: null,
        candidates: [
          { sideId: "a", value: "A", origin: at(10) },
          { sideId: "b", value: "B", origin: at(20) },
        ],
        winner: "A",
        resolved: true,
        decidedBy: "first sync",
      },
    ]);
    expect(decision.origins.name).toEqual(at(20));
  });

  it("takes a field's own winner before the default", () => {
    expect(decide(first(A, B), wins("a", { name: "b" })).cells?.name).toBe("B");
    expect(decide(first(A, B), wins(null, { tags: "a" })).cells?.name).toBe("B");
  });

  it("leaves it to the strategy where the winning side shows no value", () => {
    for (const side of ["c", null]) {
      const decision = decide(first(A, B), wins(side));
      expect(decision.conflicts).toMatchObject([{ winner: "B", decidedBy: "last-write-wins" }]);
    }
    expect(decide(first(cells({ name: null }), B), wins("a")).cells?.name).toBe("B");
  });

  it("leaves a person's choice to go first", () => {
    const [conflict] = decide(first(A, B), wins("a")).conflicts;
    if (conflict === undefined) throw new Error("no conflict");
    const choices = { name: { conflict: conflictFingerprint(conflict, testDigest), value: "B" } };
    expect(decide({ ...first(A, B), choices }, wins("a")).conflicts).toMatchObject([
      { winner: "B", decidedBy: "person" },
    ]);
  });

  it("takes one side's set instead of the union, where one is to win", () => {
    const [p, q] = [cells({ tags: ["p"] }), cells({ tags: ["q"] })];
    expect(decide(first(p, q), wins(null)).cells?.tags).toEqual(["p", "q"]);
    const decision = decide(first(p, q), wins("b"));
    expect(decision.cells?.tags).toEqual(["q"]);
    expect(decision.conflicts).toMatchObject([{ field: "tags", decidedBy: "first sync" }]);
  });

  it("decides for a newly mapped field as well", () => {
    const base = { id: "k", tags: ["p"] };
    const state = row(base, {
      a: shows({ ...base, name: "A" }, base),
      b: shows({ ...base, name: "B" }, base),
    });
    expect(decide(state, wins("a")).conflicts).toMatchObject([{ winner: "A", decidedBy: "first sync" }]);
  });

  it.each<[string, string, Cells, Cells, Value, string[]]>([
    [
      "from the others, whatever stood in the new column",
      "a",
      cells({}),
      cells({ name: "B" }),
      "old",
      ["b:name=old"],
    ],
    ["from the new column", "b", cells({}), cells({ name: "B" }), "B", ["a:name=B", "c:name=B"]],
    [
      "where the column is empty, from what was agreed on",
      "b",
      cells({}),
      cells({ name: null }),
      "old",
      ["b:name=old"],
    ],
    [
      "from an edit of the other, not from what was never agreed on",
      "c",
      cells({ name: "A" }),
      cells({ name: "B" }),
      "A",
      ["b:name=A", "c:name=A"],
    ],
    [
      "from the new column, against an edit meanwhile",
      "b",
      cells({ name: "A" }),
      cells({ name: "B" }),
      "B",
      ["a:name=B", "c:name=B"],
    ],
  ])("a field that is mapped anew is filled: %s", (_case, from, a, b, value, writes) => {
    const { name: _unagreed, ...agreed } = old;
    const state = row(old, { a: shows(a, old), b: shows(b, agreed), c: shows(old, old) });
    const decision = decide(state, { strategy: "hash", filledFrom: { name: from } });
    expect(decision.cells?.name).toBe(value);
    expect(told(decision)).toEqual(writes);
    const rivals = new Set([a.name, b.name, old.name].filter((one) => one !== null));
    const isContested = b.name !== null && rivals.size > 1;
    expect(decision.conflicts.map((one) => one.decidedBy)).toEqual(isContested ? ["first sync"] : []);
  });

  it("is over for a side that could not be told at once: it is told again", () => {
    const state = first(A, B);
    const parts = { ...wins("a"), strategy: "hash" } as const;
    for (const loser of ["a", "b"]) {
      const other = { ...parts, ...wins(loser === "a" ? "b" : "a") };
      const next = applyDecision(state, decide(state, other), rules(other), (id) => id !== loser);
      const again = decide(next, other);
      expect(told(again)).toEqual([`${loser}:name=${loser === "a" ? "B" : "A"}`]);
      expect(again.conflicts).toEqual([]);
    }
  });
});
