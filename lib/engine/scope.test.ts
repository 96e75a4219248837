import { describe, expect, it } from "vitest";
import type { Filter } from "./filter";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { MergeRules, RowDecision, RowState } from "./row";
import { withinScope } from "./scope";
import { applyDecision } from "./testing/apply";
import { is, row, rules, shows, side, textField } from "./testing/build";
import type { Cells, Value } from "./value";

const fields = [textField("id"), textField("name"), textField("status")];
const old: Cells = { id: "k", name: "old", status: "live" };
const cells = (parts: Readonly<Record<string, Value>>): Cells => ({ ...old, ...parts });
const same = shows(old, old);
const left = shows(cells({ status: "done" }), old);
const filter: Filter = { all: [{ field: "status", is: "equal", value: "live" }] };
const rulesOf = (parts: Partial<MergeRules> = {}) =>
  rules({ fields, sides: ["a", "b", "c"].map((id) => side(id, fields)), ...parts });

const decide = (
  state: RowState,
  leaving: "keep" | "delete",
  parts: Partial<MergeRules> = {},
): RowDecision => {
  const prepared = prepareRules(rulesOf(parts));
  return withinScope(mergeRow(state, prepared), state, { filter, leaving }, prepared);
};
const ops = (decision: RowDecision) => decision.writes.map((write) => `${write.sideId}:${write.op}`);
const nothing = { writes: [], acknowledgements: [], agreed: [], conflicts: [], issues: [] };

describe("withinScope", () => {
  it("passes a decision whose row passes the filter, and every one where there is none", () => {
    const state = row(old, { a: shows(cells({ name: "new" }), old), b: same, c: same });
    const prepared = prepareRules(rulesOf());
    const decision = mergeRow(state, prepared);
    expect(withinScope(decision, state, { filter, leaving: "delete" }, prepared)).toBe(decision);
    const gone = row(old, { a: left, b: same, c: same });
    const merged = mergeRow(gone, prepared);
    expect(withinScope(merged, gone, { filter: null, leaving: "delete" }, prepared)).toBe(merged);
  });

  it("passes frozen and deleted rows", () => {
    const frozen = row(cells({ status: "done" }), { a: is("unknown", old), b: same, c: same });
    expect(decide(frozen, "delete").outcome).toBe("frozen");
    const deleted = row(old, { a: is("absent", old), b: same, c: same });
    expect(decide(deleted, "keep").outcome).toBe("deleted");
  });

  it("makes no row of a record outside the filter, and says nothing of it", () => {
    const state = row(null, {
      a: shows(cells({ status: "done", name: "A" }), null),
      b: shows(cells({ status: "done", name: "B" }), null),
      c: is("never"),
    });
    expect(decide(state, "keep")).toMatchObject({ outcome: "outside", cells: null, ...nothing });
    expect(decide(state, "delete")).toMatchObject({ outcome: "outside", cells: null, ...nothing });
  });

  it("makes no row of records that merge to one outside the filter, and deletes none of them", () => {
    const state = row(null, {
      a: shows(cells({ status: "done" }), null),
      b: shows(old, null),
      c: is("never"),
    });
    const decision = decide(state, "delete", { winners: { default: "a", fields: {} } });
    expect(decision).toMatchObject({ outcome: "outside", cells: null, ...nothing });
  });

  it("leaves a row alone that left the filter: base and links stay, no other cell is synced", () => {
    const state = row(old, { a: left, b: shows(cells({ name: "new" }), old), c: same });
    const decision = decide(state, "keep");
    expect(decision).toMatchObject({ outcome: "outside", cells: old, ...nothing });
    expect(applyDecision(state, decision, rulesOf())).toEqual(state);
  });

  it("goes on where a row that had left passes again", () => {
    const state = row(old, { a: shows(cells({ name: "new" }), old), b: same, c: same });
    expect(ops(decide(state, "keep"))).toEqual(["b:update", "c:update"]);
  });

  it("tells which parts of an order had been overtaken", () => {
    const order = { cells: { name: { value: "x", expect: "other" } }, keep: false, remove: null };
    expect(decide({ ...row(old, { a: left, b: same, c: same }), order }, "keep").overtaken).toEqual(["name"]);
  });
});

describe("a row that left the filter, to be deleted", () => {
  it("is deleted where it still passes, never where its own values left", () => {
    const decision = decide(row(old, { a: left, b: same, c: is("carried", old) }), "delete");
    expect(decision).toMatchObject({ outcome: "deleted", cells: null, conflicts: [], issues: [] });
    expect(decision.writes).toEqual([
      { op: "delete", sideId: "b", expect: old },
      { op: "delete", sideId: "c", expect: old },
    ]);
  });

  it("is deleted there even if that side's value would win a first sync", () => {
    const parts = { winners: { default: "b", fields: {} } };
    const decision = decide(row(old, { a: left, b: same, c: is("never") }), "delete", parts);
    expect(ops(decision)).toEqual(["b:delete"]);
  });

  it("judges a side that does not map the field by the base", () => {
    const sides = [
      side("a", fields),
      side("b", fields, { directions: { id: "both", name: "both", status: "off" } }),
    ];
    const b = shows({ id: "k", name: "old" }, { id: "k", name: "old" });
    expect(ops(decide(row(old, { a: left, b }), "delete", { sides }))).toEqual(["b:delete"]);
  });

  it("is deleted on a mirror too, which keeps it with an issue where it may not delete", () => {
    const mirror = (mayDelete: boolean) => ({
      sides: [side("a", fields), side("b", fields), side("c", fields, { direction: "out", mayDelete })],
    });
    const state = row(old, { a: left, b: same, c: same });
    expect(ops(decide(state, "delete", mirror(true)))).toEqual(["b:delete", "c:delete"]);
    const kept = decide(state, "delete", mirror(false));
    expect(ops(kept)).toEqual(["b:delete"]);
    expect(kept.issues).toMatchObject([{ sideId: "c", reason: "may-not-delete" }]);
  });

  it("goes on after a delete that failed", () => {
    const state = row(old, { a: left, b: same, c: same });
    const next = applyDecision(state, decide(state, "delete"), rulesOf(), (id) => id !== "c");
    expect(ops(decide(next, "delete"))).toEqual(["c:delete"]);
  });

  const stays: readonly (readonly [string, RowState, Partial<MergeRules>, readonly string[]])[] = [
    [
      "an edit on a side that would delete it",
      row(old, { a: left, b: shows(cells({ name: "new" }), old), c: same }),
      {},
      ["b edited-outside"],
    ],
    [
      "an edit there that breaks a rule",
      row(old, { a: left, b: shows(cells({ name: "bad" }), old, { invalid: ["name"] }), c: same }),
      {},
      ["b edited-outside"],
    ],
    [
      "a side whose edits count and that may not delete",
      row(old, { a: left, b: same, c: same }),
      { sides: [side("a", fields), side("b", fields, { mayDelete: false }), side("c", fields)] },
      ["b may-not-delete"],
    ],
    ["a side that takes no part", row(old, { a: left, b: same }), {}, []],
    [
      "a cell that could not be read",
      row(old, { a: left, b: shows({ id: "k", status: "live" }, old, { unknown: ["name"] }), c: same }),
      {},
      [],
    ],
    ["the policy never", row(old, { a: left, b: same, c: same }), { deletes: "never" }, []],
    ["every side having left", row(old, { a: left, b: left, c: left }), {}, []],
    [
      "nobody but a person's order having moved it",
      {
        ...row(old, { a: same, b: same, c: same }),
        order: { cells: { status: { value: "done" } }, keep: false, remove: null },
      },
      {},
      [],
    ],
    [
      "nobody but a mirror showing it outside",
      {
        ...row(old, { a: same, b: same, c: left }),
        order: { cells: { status: { value: "done" } }, keep: false, remove: null },
      },
      { sides: [side("a", fields), side("b", fields), side("c", fields, { direction: "out" })] },
      [],
    ],
    [
      "a mirror alone to delete it, which may not",
      row(old, { a: left, b: left, c: same }),
      {
        sides: [
          side("a", fields),
          side("b", fields),
          side("c", fields, { direction: "out", mayDelete: false }),
        ],
      },
      ["c may-not-delete"],
    ],
  ];
  it.each(stays)("stays everywhere because of %s", (_name, state, parts, issues) => {
    const decision = decide(state, "delete", parts);
    expect(decision).toMatchObject({
      ...nothing,
      outcome: "outside",
      cells: state.base,
      issues: expect.anything(),
    });
    expect(decision.issues.map(({ sideId, reason }) => `${sideId} ${reason}`)).toEqual(issues);
  });

  it("stays where a record that is kept would make the row again, because its status is not read", () => {
    const open: Filter = { all: [{ field: "status", is: "not-equal", value: "done" }] };
    const over = { id: "both", name: "both", status: "out" } as const;
    const sides = [side("a", fields, { directions: over }), side("b", fields)];
    const moved = cells({ status: "done" });
    const state = row(moved, { a: shows(moved, moved), b: same });
    const behind = {
      ...state,
      sides: state.sides.map((own) => ({ ...own, acknowledged: own.sideId === "b" ? old : moved })),
    };
    const prepared = prepareRules(rulesOf({ sides }));
    const scope = { filter: open, leaving: "delete" } as const;
    expect(withinScope(mergeRow(behind, prepared), behind, scope, prepared)).toMatchObject({
      outcome: "outside",
      writes: [],
    });
  });
});
