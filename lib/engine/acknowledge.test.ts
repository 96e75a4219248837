import { describe, expect, it } from "vitest";
import { acknowledgedAfter } from "./acknowledge";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { RowState } from "./row";
import { applyDecision } from "./testing/apply";
import { is, row, rules, shows } from "./testing/build";
import type { Cells, Value } from "./value";

const old: Cells = { id: "k", name: "old", tags: null };
const cells = (parts: Readonly<Record<string, Value>>): Cells => ({ ...old, ...parts });
const same = shows(old, old);
const merge = (state: RowState, parts = {}) => mergeRow(state, prepareRules(rules(parts)));

describe("acknowledgedAfter", () => {
  const edited = shows(cells({ name: "new" }), old);

  it("a side that shows the merged row acknowledges it at once", () => {
    const decision = merge(row(old, { a: edited, b: same, c: same }));
    expect(acknowledgedAfter(decision, "a", old, false)).toEqual(cells({ name: "new" }));
  });

  it("a side that is told acknowledges when it is done", () => {
    const decision = merge(row(old, { a: edited, b: same, c: same }));
    expect(acknowledgedAfter(decision, "b", old, true)).toEqual(cells({ name: "new" }));
    expect(acknowledgedAfter(decision, "b", old, false)).toEqual(old);
  });

  it("a failed write leaves the cells that the side showed by itself", () => {
    const b = shows(cells({ tags: ["p"] }), old);
    const decision = merge(row(old, { a: edited, b, c: same }));
    expect(acknowledgedAfter(decision, "b", old, false)).toEqual(cells({ tags: ["p"] }));
  });

  it("a failed write counts the base that the side had reached by itself", () => {
    const behind = cells({ name: "older" });
    const decision = merge(row(old, { a: edited, b: shows(old, behind), c: same }));
    expect(acknowledgedAfter(decision, "b", behind, false)).toEqual(old);
  });

  it("nothing changes for a side that nothing is news to", () => {
    const decision = merge(row(old, { a: same, b: same, c: same }));
    expect(acknowledgedAfter(decision, "a", old, false)).toBe(old);
  });

  it("an open conflict is acknowledged by nobody", () => {
    const b = shows(cells({ name: "other" }), old);
    const decision = merge(row(old, { a: edited, b, c: same }), { strategy: "manual" });
    expect(decision.acknowledgements).toEqual([]);
  });

  it("a lost edit is beaten for good: its side stands at it until it has been told", () => {
    const b = shows(cells({ name: "other" }), old);
    const decision = merge(row(old, { a: edited, b, c: same }), { strategy: "authority", authority: "a" });
    expect(acknowledgedAfter(decision, "b", old, false)).toEqual(cells({ name: "other" }));
    expect(acknowledgedAfter(decision, "b", old, true)).toEqual(cells({ name: "new" }));
  });

  const winners: readonly (readonly [string, Value, Cells])[] = [
    ["that came back", "older", cells({ name: "older" })],
    ["that is empty, where nothing was acknowledged", null, { id: "k", tags: null }],
  ];
  it.each(winners)(
    "a lost edit is told again until it is written over, not weighed again: against one %s",
    (_why, name, was) => {
      const parts = { strategy: "authority", authority: "a" } as const;
      const state = row(old, {
        a: shows(cells({ name }), old),
        b: shows(cells({ name: "other" }), was),
        c: same,
      });
      const first = merge(state, parts);
      expect(first.cells?.name).toBe(name);
      const next = merge(
        applyDecision(state, first, rules(parts), (sideId) => sideId !== "b"),
        parts,
      );
      expect(next.cells?.name).toBe(name);
      expect(next.writes.map(({ sideId }) => sideId)).toEqual(["b"]);
    },
  );

  it("a created row counts when it is created", () => {
    const decision = merge(row(old, { a: same, b: same, c: is("never") }));
    expect(acknowledgedAfter(decision, "c", null, true)).toEqual(old);
    expect(acknowledgedAfter(decision, "c", null, false)).toBeNull();
  });

  it("a deletion that lost is forgotten, even if the row cannot be brought back yet", () => {
    const decision = merge(row(old, { a: edited, b: is("absent", old), c: same }));
    expect(acknowledgedAfter(decision, "b", old, true)).toEqual(cells({ name: "new" }));
    expect(acknowledgedAfter(decision, "b", old, false)).toBeNull();
  });

  it("a row that leaves keeps its links until every delete is done", () => {
    const decision = merge(row(old, { a: same, b: is("absent", old), c: same }));
    expect(acknowledgedAfter(decision, "b", old, true)).toBe(old);
    expect(acknowledgedAfter(decision, "a", old, false)).toBe(old);
  });
});
