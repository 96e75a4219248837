import { describe, expect, it } from "vitest";
import type { DeletePolicy, Direction, Strategy } from "./field";
import type { Filter } from "./filter";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { MergeRules, Origin, RowDecision, RowState, SideState } from "./row";
import { withinScope } from "./scope";
import { is, row, rules, shows, side, testDigest, textField } from "./testing/build";
import { told } from "./testing/told";
import type { Cells, Value } from "./value";

/** Every way a registry can be set up, told as what one edit, one loss, one conflict does under it. */

const fields = [textField("id"), textField("name")];
const old: Cells = { id: "k", name: "old" };
const named = (name: Value): Cells => ({ ...old, name });
const at = (after: number): Origin => ({ after, before: after + 1 });
const same = shows(old, old);
const edited = shows(named("new"), old);

/** Sides a and b with a direction each, for the name alone or (`whole`) for every field. */
const two = (a: Direction, b: Direction, whole = false) =>
  (["a", "b"] as const).map((id) => {
    const name = id === "a" ? a : b;
    const isWritten = name === "both" || name === "out";
    const directions = { id: whole ? name : "both", name } as const;
    return side(id, fields, { directions, mayCreate: isWritten, mayDelete: isWritten });
  });
const decide = (state: RowState, parts: Partial<MergeRules>): RowDecision =>
  mergeRow(state, prepareRules(rules({ fields, ...parts })));

describe("directions: an edit on a reaches b", () => {
  // The field's direction on a and on b, and what is written where.
  const cases: readonly (readonly [Direction, Direction, readonly string[]])[] = [
    ["both", "both", ["b:name=new"]],
    ["both", "in", []],
    ["both", "out", ["b:name=new"]],
    ["both", "off", []],
    ["in", "both", ["b:name=new"]],
    ["in", "in", []],
    ["in", "out", ["b:name=new"]],
    ["in", "off", []],
    ["out", "both", ["a:name=old"]],
    ["out", "in", ["a:name=old"]],
    ["out", "out", ["a:name=old"]],
    ["out", "off", ["a:name=old"]],
    ["off", "both", []],
    ["off", "in", []],
    ["off", "out", []],
    ["off", "off", []],
  ];
  it.each(cases)("%s, %s", (a, b, writes) => {
    const decision = decide(row(old, { a: edited, b: same }), { sides: two(a, b) });
    expect(told(decision)).toEqual(writes);
    const isRead = a === "both" || a === "in";
    expect(decision.cells).toEqual(isRead ? named("new") : old);
    expect(decision.conflicts).toEqual([]);
  });
});

describe("modes: a new row, a loss", () => {
  type Sides = readonly [Omit<SideState, "sideId">, Omit<SideState, "sideId">];
  const gone = is("absent", old);
  const fresh = shows(old, null);
  const never = is("never");
  const modes: readonly (readonly [string, Direction, Direction, Sides, readonly string[]])[] = [
    ["bidirectional: a new row", "both", "both", [fresh, never], ["b:create"]],
    ["bidirectional: a new row the other way", "both", "both", [never, fresh], ["a:create"]],
    ["bidirectional: a loss", "both", "both", [gone, same], ["b:delete"]],
    ["one way: a new row", "in", "out", [fresh, never], ["b:create"]],
    ["one way: a row made on the target is none", "in", "out", [never, fresh], []],
    ["one way: a loss", "in", "out", [gone, same], ["b:delete"]],
    ["one way: a loss on the target is put back", "in", "out", [same, gone], ["b:create"]],
    ["read-only mirror: a row made there is none", "both", "out", [never, fresh], []],
    ["read-only mirror: a loss there is put back", "both", "out", [same, gone], ["b:create"]],
    ["two sources: a new row is written to neither", "in", "in", [fresh, never], []],
    ["two sources: a loss stays where it was made", "in", "in", [gone, same], []],
  ];
  it.each(modes)("%s", (_name, a, b, [left, right], writes) => {
    const base = [left, right].includes(fresh) ? null : old;
    expect(told(decide(row(base, { a: left, b: right }), { sides: two(a, b, true) }))).toEqual(writes);
  });

  it("selective: each field by its own direction", () => {
    const three = [...fields, textField("note")];
    const directions = { id: "both", name: "out", note: "both" } as const;
    const all: Cells = { ...old, note: "n" };
    const a = shows({ ...all, name: "A", note: "A" }, all);
    const b = shows({ ...all, name: "B" }, all);
    const sides = [side("a", three), side("b", three, { directions })];
    const decision = decide(row(all, { a, b }), { fields: three, sides });
    expect(told(decision)).toEqual(["b:name=A", "b:note=A"]);
    expect(decision.conflicts).toEqual([]);
  });
});

describe("delete policies: a loss on one of three sides", () => {
  const cases: readonly (readonly [DeletePolicy, readonly string[]])[] = [
    ["hold", ["b:delete", "c:delete"]],
    ["propagate", ["b:delete", "c:delete"]],
    ["archive", ["b:delete", "c:delete"]],
    ["never", []],
  ];
  const sides = ["a", "b", "c"].map((id) => side(id, fields));
  it.each(cases)("%s", (deletes, writes) => {
    const decision = decide(row(old, { a: is("absent", old), b: same, c: same }), { deletes, sides });
    expect(told(decision)).toEqual(writes);
  });
  it.each(cases)("%s, against an edit", (deletes) => {
    const decision = decide(row(old, { a: is("absent", old), b: edited, c: same }), { deletes, sides });
    const back = deletes === "never" ? [] : ["a:create"];
    expect(told(decision)).toEqual([...back, "c:name=new"]);
  });
});

describe("strategies: two values of one cell", () => {
  const sides = ["a", "b", "c"].map((id) => side(id, fields));
  const [a, b] = [named("A"), named("B")];
  const byHash = testDigest('"A"') > testDigest('"B"') ? "A" : "B";
  const edits = row(old, {
    a: shows(a, old, { origin: at(20) }),
    b: shows(b, old, { origin: at(10) }),
    c: same,
  });
  const noBase = row(null, {
    a: shows(a, null, { origin: at(20) }),
    b: shows(b, null, { origin: at(10) }),
    c: is("never"),
  });
  // An edit on b of an older version; a and c hold the base.
  const onOlder = row(
    a,
    { a: shows(a, a), b: shows(b, old, { origin: at(10) }), c: shows(a, a) },
    { origins: { name: at(20) } },
  );
  const cases: readonly (readonly [Strategy, Partial<MergeRules>, Value, Value | undefined, Value])[] = [
    ["last-write-wins", {}, "A", "A", "A"],
    ["hash", {}, byHash, byHash, byHash],
    ["authority", { authority: "b" }, "B", "B", "B"],
    ["authority", { authority: null }, "A", "A", "A"],
    ["manual", {}, "old", undefined, "A"],
  ];
  it.each(cases)("%s %j: edits, no base, an older version", (strategy, parts, edit, first, older) => {
    const values = [edits, noBase, onOlder].map((state) => {
      const decision = decide(state, { strategy, sides, ...parts });
      expect(decision.conflicts).toMatchObject([{ field: "name", resolved: strategy !== "manual" }]);
      return decision.cells?.name;
    });
    expect(values).toEqual([edit, first, older]);
  });

  it.each(cases)("%s %j, for this field only", (strategy, parts, edit) => {
    const own = { strategy, authority: parts.authority ?? null };
    const decision = decide(edits, { strategy: "hash", strategyByField: { name: own }, sides });
    expect(decision.cells?.name).toBe(edit);
  });

  const filter: Filter = { all: [{ field: "name", is: "one-of", value: ["old", "A"] }] };
  it.each(cases)("%s %j, where only A passes the filter", (strategy, parts, edit) => {
    const prepared = prepareRules(rules({ fields, strategy, sides, ...parts }));
    const decision = withinScope(mergeRow(edits, prepared), edits, { filter, leaving: "keep" }, prepared);
    expect(decision.outcome).toBe(edit === "B" ? "outside" : "merged");
  });
});
