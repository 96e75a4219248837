import { describe, expect, it } from "vitest";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { MergeRules, Origin, RowDecision, RowOrder, RowState, SideState } from "./row";
import { is, row, rules, shows, side } from "./testing/build";
import type { Cells, Value } from "./value";

const old: Cells = { id: "k", name: "old", tags: ["p"] };
const cells = (parts: Readonly<Record<string, Value>>): Cells => ({ ...old, ...parts });
const at = (after: number, before = after + 1): Origin => ({ after, before });
const same = shows(old, old);
const fields = rules().fields;

type Sides = Readonly<Record<string, Omit<SideState, "sideId">>>;

const ordered = (sides: Sides, order: Partial<RowOrder>, base: Cells | null = old): RowState => ({
  ...row(base, sides),
  order: { cells: {}, keep: false, remove: null, ...order },
});
const decide = (state: RowState, parts: Partial<MergeRules> = {}): RowDecision =>
  mergeRow(state, prepareRules(rules(parts)));

describe("an order to remove the row", () => {
  const remove = { remove: { sides: ["b", "c"], expect: old } };

  it("deletes it on the named sides alone, the others keep their record", () => {
    const decision = decide(ordered({ a: same, b: same, c: is("carried", old) }, remove));
    expect(decision).toMatchObject({ outcome: "deleted", cells: null, conflicts: [], overtaken: [] });
    expect(decision.writes).toEqual([
      { op: "delete", sideId: "b", expect: old },
      { op: "delete", sideId: "c", expect: old },
    ]);
  });

  it("writes nothing to a named side that does not hold it or may not delete", () => {
    const sides = [side("a", fields), side("b", fields, { mayDelete: false }), side("c", fields)];
    const decision = decide(ordered({ a: same, b: same, c: is("never") }, remove), { sides });
    expect(decision).toMatchObject({
      outcome: "deleted",
      writes: [],
      issues: [{ sideId: "b", reason: "may-not-delete" }],
    });
  });

  const differing: readonly (readonly [string, Sides, readonly string[]])[] = [
    ["an edit", { a: same, b: shows(cells({ name: "new" }), old), c: same }, ["name"]],
    ["two edits", { a: shows(cells({ name: "A", tags: null }), old), b: same, c: same }, ["name", "tags"]],
    [
      "an edit that breaks a rule",
      { a: same, b: shows(cells({ name: "bad" }), old, { invalid: ["name"] }), c: same },
      ["name"],
    ],
  ];
  it.each(differing)("is overtaken by %s: nothing is removed", (_name, sides, overtaken) => {
    expect(decide(ordered(sides, remove))).toEqual({ ...decide(row(old, sides)), overtaken });
  });

  it("is overtaken by an edit that lost, which would go with the row", () => {
    const sides = {
      a: shows(cells({ name: "old" }), cells({ name: "older" })),
      b: shows(cells({ name: "lost" }), cells({ name: "older" }), { origin: at(10) }),
      c: same,
    };
    const state = { ...ordered(sides, remove), origins: { name: at(50) } };
    expect(decide(state)).toMatchObject({ outcome: "merged", cells: old, overtaken: ["name"] });
  });

  it("is overtaken by a field that has got a value since", () => {
    const expected = { remove: { sides: ["b"], expect: { id: "k", name: "old" } } };
    expect(decide(ordered({ a: same, b: same, c: same }, expected)).overtaken).toEqual(["tags"]);
  });

  it("is overtaken if the row is no longer merged", () => {
    const decision = decide(ordered({ a: shows(old, null), b: is("never") }, remove, null));
    expect(decision.outcome).toBe("merged");
    expect(decision.overtaken).toEqual(["id", "name", "tags"]);
  });

  it("removes nothing that has no base, whatever it expects", () => {
    const order = { remove: { sides: ["a"], expect: {} } };
    expect(decide(ordered({ a: shows(old, null), b: is("never") }, order, null)).outcome).toBe("merged");
  });

  it("tells of the removal and of cells that were overtaken, each once", () => {
    const order = {
      cells: { tags: { value: null, expect: ["z"] }, name: { value: "x", expect: "y" } },
      remove: { sides: ["a"], expect: cells({ name: "before" }) },
    };
    expect(decide(ordered({ a: same, b: same, c: same }, order)).overtaken).toEqual(["name", "tags"]);
  });

  it("waits while a side takes no part or a cell is unread", () => {
    const unread = shows({ id: "k", tags: ["p"] }, old, { unknown: ["name"] });
    for (const sides of [
      { a: same, b: same },
      { a: unread, b: same, c: same },
    ]) {
      expect(decide(ordered(sides, remove))).toMatchObject({ outcome: "frozen", writes: [], overtaken: [] });
    }
  });
});
