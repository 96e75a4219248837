import { describe, expect, it } from "vitest";
import { conflictFingerprint } from "./conflict";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { MergeRules, Origin, RowDecision, RowState } from "./row";
import { applyDecision } from "./testing/apply";
import { row, rules, shows, side, testDigest } from "./testing/build";
import { told } from "./testing/told";
import type { Cells, Value } from "./value";

const old: Cells = { id: "k", name: "old", tags: ["p", "q"] };
const cells = (parts: Readonly<Record<string, Value>>): Cells => ({ ...old, ...parts });
const at = (after: number, before = after + 1): Origin => ({ after, before });
const same = shows(old, old);

const decide = (state: RowState, parts: Partial<MergeRules> = {}): RowDecision =>
  mergeRow(state, prepareRules(rules(parts)));

const short = (_field: string, value: Value) =>
  ({ ok: true, value: typeof value === "string" ? value.slice(0, 3) : value }) as const;

describe("a cell: conflicts", () => {
  const rivals = (a: Origin | null, b: Origin | null) =>
    row(old, {
      a: {
        ...shows(cells({ name: "A" }), old),
        observed: { state: "present", cells: cells({ name: "A" }), unknown: [], origin: a },
      },
      b: {
        ...shows(cells({ name: "B" }), old),
        observed: { state: "present", cells: cells({ name: "B" }), unknown: [], origin: b },
      },
      c: same,
    });
  const byHash = ["A", "B"].sort((x, y) => (testDigest(`"${x}"`) > testDigest(`"${y}"`) ? -1 : 1))[0];
  const cases: readonly (readonly [string, RowState, Partial<MergeRules>, Value, string])[] = [
    ["the later write wins", rivals(at(10), at(20)), {}, "B", "last-write-wins"],
    ["the later write wins, the other way round", rivals(at(20), at(10)), {}, "A", "last-write-wins"],
    [
      "overlapping origins fall to the hash",
      rivals(at(10, 25), at(20)),
      {},
      byHash ?? "",
      "hash (origins overlap)",
    ],
    [
      "origins within the tolerance fall to the hash",
      rivals(at(10), at(20)),
      { clockToleranceMs: 9 },
      byHash ?? "",
      "hash (origins overlap)",
    ],
    ["an unknown origin falls to the hash", rivals(null, at(20)), {}, byHash ?? "", "hash (origin unknown)"],
    ["hash", rivals(at(10), at(20)), { strategy: "hash" }, byHash ?? "", "hash"],
    [
      "the strategy of the field goes before the registry's",
      rivals(at(10), at(20)),
      { strategyByField: { name: { strategy: "hash", authority: null } } },
      byHash ?? "",
      "hash",
    ],
    ["authority", rivals(at(10), at(20)), { strategy: "authority", authority: "a" }, "A", "authority"],
    [
      "the authority of the field goes before the registry's",
      rivals(at(10), at(20)),
      {
        strategy: "authority",
        authority: "a",
        strategyByField: { name: { strategy: "authority", authority: "b" } },
      },
      "B",
      "authority",
    ],
    [
      "a field of its own without an authority does not take the registry's",
      rivals(at(20), at(10)),
      {
        strategy: "authority",
        authority: "b",
        strategyByField: { name: { strategy: "authority", authority: null } },
      },
      "A",
      "last-write-wins",
    ],
    [
      "the winner of the first sync does not decide later",
      rivals(at(10), at(20)),
      { winners: { default: "a", fields: {} } },
      "B",
      "last-write-wins",
    ],
    [
      "an authority that did not change leaves it to the last write",
      rivals(at(10), at(20)),
      { strategy: "authority", authority: "c" },
      "B",
      "last-write-wins",
    ],
  ];
  it.each(cases)("%s", (_name, state, parts, winner, decidedBy) => {
    const decision = decide(state, parts);
    expect(decision.cells?.name).toBe(winner);
    expect(decision.conflicts).toHaveLength(1);
    expect(decision.conflicts[0]).toMatchObject({
      kind: "cell",
      field: "name",
      base: "old",
      winner,
      resolved: true,
      decidedBy,
    });
    expect(decision.conflicts[0]).toHaveProperty("candidates.length", 2);
    expect(told(decision)).toHaveLength(2);
  });

  it("manual: the cell stays as it is everywhere, the others go on", () => {
    const state = row(old, {
      a: shows(cells({ name: "A", tags: ["p"] }), old),
      b: shows(cells({ name: "B" }), old),
      c: same,
    });
    const decision = decide(state, { strategy: "manual" });
    expect(decision.cells).toEqual(cells({ tags: ["p"] }));
    expect(told(decision)).toEqual(["b:tags=p", "c:tags=p"]);
    expect(decision.conflicts).toMatchObject([{ resolved: false, winner: null, decidedBy: "manual" }]);
  });

  it("a person's choice holds for the conflict it was made on and for no other", () => {
    const [conflict] = decide(rivals(at(10), at(20)), { strategy: "manual" }).conflicts;
    if (conflict === undefined) throw new Error("no conflict");
    const choices = { name: { conflict: conflictFingerprint(conflict, testDigest), value: "chosen" } };
    const chosen = decide({ ...rivals(at(30), null), choices }, { strategy: "manual" });
    expect(chosen.cells?.name).toBe("chosen");
    expect(chosen.conflicts).toMatchObject([{ resolved: true, decidedBy: "person" }]);
    const other = row(
      old,
      { a: shows(cells({ name: "A2" }), old), b: shows(cells({ name: "B" }), old), c: same },
      { choices },
    );
    expect(decide(other, { strategy: "manual" }).cells?.name).toBe("old");
  });

  it("a person's choice beats an edit for good, also on a side that could not be told at once", () => {
    const state = rivals(at(10), at(20));
    const [conflict] = decide(state, { strategy: "manual" }).conflicts;
    if (conflict === undefined) throw new Error("no conflict");
    const choices = { name: { conflict: conflictFingerprint(conflict, testDigest), value: "A" } };
    const parts = { strategy: "manual" } as const;
    const chosen = decide({ ...state, choices }, parts);
    const next = applyDecision({ ...state, choices }, chosen, rules(parts), (id) => id !== "b");
    const again = decide(next, parts);
    expect(told(again)).toEqual(["b:name=A"]);
    expect(again.conflicts).toEqual([]);
  });

  it("an edit made on an older version conflicts with the base's value", () => {
    const older = cells({ name: "older" });
    const state = row(
      old,
      { a: same, b: same, c: shows(cells({ name: "edit" }), older, { origin: at(10) }) },
      { origins: { name: at(20) } },
    );
    const decision = decide(state);
    expect(decision.cells?.name).toBe("old");
    expect(told(decision)).toEqual(["c:name=old"]);
    expect(decision.conflicts).toMatchObject([
      {
        candidates: [
          { sideId: "c", value: "edit" },
          { sideId: "a", value: "old", origin: at(20) },
          { sideId: "b", value: "old" },
        ],
      },
    ]);
  });

  it("an edit on an older version may win, and then the base's value is in the record", () => {
    const state = row(
      old,
      { a: same, b: same, c: shows(cells({ name: "edit" }), cells({ name: "older" }), { origin: at(30) }) },
      { origins: { name: at(20) } },
    );
    const decision = decide(state);
    expect(told(decision)).toEqual(["a:name=edit", "b:name=edit"]);
    expect(decision.origins).toEqual({ name: at(30) });
    expect(decision.conflicts).toMatchObject([{ base: "old", winner: "edit" }]);
  });

  it("a winner of unknown origin is as late as what it beat", () => {
    const decision = decide(rivals(null, at(20)), { strategy: "authority", authority: "a" });
    expect(decision.cells?.name).toBe("A");
    expect(decision.origins).toEqual({ name: at(20) });
  });

  it("our own write never dates a value: a later touch of the row leaves the cell's origin alone", () => {
    const touched = shows(cells({ tags: ["p"] }), old, { origin: at(90) });
    const decision = decide(row(old, { a: touched, b: same, c: same }, { origins: { name: at(20) } }));
    expect(decision.origins).toEqual({ name: at(20), tags: at(90) });
  });
});

describe("a cell: sets", () => {
  const tags = (a: Value, b: Value, base: Value = ["p", "q"]) =>
    decide(
      row(cells({ tags: base }), {
        a: shows(cells({ tags: a }), cells({ tags: base })),
        b: shows(cells({ tags: b }), cells({ tags: base })),
      }),
    );
  const cases: readonly (readonly [string, Value, Value, Value])[] = [
    ["two additions", ["p", "q", "r"], ["p", "q", "s"], ["p", "q", "r", "s"]],
    ["an addition and a removal", ["p", "q", "r"], ["q"], ["q", "r"]],
    ["the same removal twice", ["q"], ["q"], ["q"]],
    ["two removals empty it", ["q"], ["p"], null],
    ["a set cleared and one added to", null, ["p", "q", "r"], ["r"]],
  ];
  it.each(cases)("%s", (_name, a, b, merged) => {
    const decision = tags(a, b);
    expect(decision.cells?.tags).toEqual(merged);
    expect(decision.conflicts).toEqual([]);
  });

  it("takes each side's edit against what that side had acknowledged", () => {
    const behind = shows(cells({ tags: ["p", "z"] }), cells({ tags: ["p"] }));
    const decision = decide(row(old, { a: behind, b: same, c: same }));
    expect(decision.cells?.tags).toEqual(["p", "q", "z"]);
    expect(decision.conflicts).toEqual([]);
  });

  it("does not read as removed what a side cannot show", () => {
    const blind = {
      project: (_f: string, value: Value) =>
        ({ ok: true, value: Array.isArray(value) ? value.filter((m) => m !== "q") : value }) as const,
    };
    const fields = rules().fields;
    const sides = [side("a", fields, blind), side("b", fields)];
    const decision = decide(row(old, { a: shows(cells({ tags: ["p", "z"] }), old), b: same }), { sides });
    expect(decision.cells?.tags).toEqual(["p", "q", "z"]);
  });
});

describe("a cell: precision", () => {
  const fields = rules().fields;
  const sides = [side("a", fields), side("b", fields, { project: short }), side("c", fields)];
  it("a side that cannot hold the value exactly does not edit it", () => {
    const base = cells({ name: "1.2345" });
    const decision = decide(
      row(base, { a: shows(base, base), b: shows(cells({ name: "1.2" }), base), c: shows(base, base) }),
      { sides },
    );
    expect(decision.writes).toEqual([]);
    expect(decision.cells).toBe(base);
  });
  it("the most precise of equal edits wins, without a conflict", () => {
    const state = row(old, {
      a: shows(cells({ name: "1.2345" }), old),
      b: shows(cells({ name: "1.2" }), old),
      c: same,
    });
    const decision = decide(state, { sides });
    expect(decision.cells?.name).toBe("1.2345");
    expect(told(decision)).toEqual(["c:name=1.2345"]);
    expect(decision.conflicts).toEqual([]);
  });
  it("an edit that no other explains is a conflict", () => {
    const state = row(old, {
      a: shows(cells({ name: "1.2345" }), old),
      b: shows(cells({ name: "1.9" }), old),
      c: same,
    });
    expect(decide(state, { sides }).conflicts).toHaveLength(1);
  });
});
