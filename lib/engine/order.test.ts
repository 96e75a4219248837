import { describe, expect, it } from "vitest";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { MergeRules, Origin, RowDecision, RowOrder, RowState, SideState } from "./row";
import { applyDecision } from "./testing/apply";
import { is, row, rules, shows, side } from "./testing/build";
import { told } from "./testing/told";
import type { Cells, Value } from "./value";

const old: Cells = { id: "k", name: "old", tags: ["p"] };
const cells = (parts: Readonly<Record<string, Value>>): Cells => ({ ...old, ...parts });
const at = (after: number, before = after + 1): Origin => ({ after, before });
const same = shows(old, old);
const gone = is("absent", old);
const fields = rules().fields;

type Sides = Readonly<Record<string, Omit<SideState, "sideId">>>;

const ordered = (sides: Sides, order: Partial<RowOrder>, base: Cells | null = old): RowState => ({
  ...row(base, sides),
  order: { cells: {}, keep: false, remove: null, ...order },
});
const decide = (state: RowState, parts: Partial<MergeRules> = {}): RowDecision =>
  mergeRow(state, prepareRules(rules(parts)));

describe("an ordered value", () => {
  const back = { cells: { name: { value: "back" } } };

  it("is written to every side that may be written, and no record is made where nobody edited", () => {
    const sides = [
      side("a", fields),
      side("b", fields, { directions: { id: "both", name: "in", tags: "both" } }),
      side("c", fields, { direction: "out" }),
    ];
    const decision = decide(ordered({ a: same, b: same, c: same }, back), { sides });
    expect(told(decision)).toEqual(["a:name=back", "c:name=back"]);
    expect(decision).toMatchObject({ cells: cells({ name: "back" }), conflicts: [], overtaken: [] });
  });

  it("wins over every edit, and each differing one is kept as decided by a person", () => {
    const state = ordered(
      {
        a: shows(cells({ name: "A" }), old, { origin: at(10) }),
        b: shows(cells({ name: "B" }), old, { origin: at(20) }),
        c: same,
      },
      back,
    );
    const decision = decide(state);
    expect(told(decision)).toEqual(["a:name=back", "b:name=back", "c:name=back"]);
    expect(decision.conflicts).toEqual([
      {
        kind: "cell",
        field: "name",
        base: "old",
        candidates: [
          { sideId: "a", value: "A", origin: at(10) },
          { sideId: "b", value: "B", origin: at(20) },
        ],
        winner: "back",
        resolved: true,
        decidedBy: "person",
      },
    ]);
    expect(decision.origins).toEqual({ name: at(20) });
  });

  it("needs no record where the only edit already says the same", () => {
    const state = ordered({ a: shows(cells({ name: "back" }), old), b: same, c: same }, back);
    expect(decide(state)).toMatchObject({ conflicts: [], cells: { name: "back" } });
  });

  it("keeps a set that was edited otherwise", () => {
    const state = ordered(
      { a: shows(cells({ tags: ["p", "q"] }), old), b: same, c: same },
      { cells: { tags: { value: ["p"] } } },
    );
    const decision = decide(state);
    expect(told(decision)).toEqual(["a:tags=p"]);
    expect(decision.conflicts).toMatchObject([
      { field: "tags", candidates: [{ sideId: "a", value: ["p", "q"] }], decidedBy: "person" },
    ]);
  });

  it("settles a conflict that waits for a person", () => {
    const state = ordered(
      { a: shows(cells({ name: "A" }), old), b: shows(cells({ name: "B" }), old), c: same },
      back,
    );
    expect(told(decide(state, { strategy: "manual" }))).toHaveLength(3);
  });

  it("wins over an edit that breaks a rule", () => {
    const broken = shows(cells({ name: "bad" }), old, { invalid: ["name"] });
    const decision = decide(ordered({ a: broken, b: same, c: same }, back));
    expect(told(decision)).toEqual(["a:name=back", "b:name=back", "c:name=back"]);
    expect(decision.conflicts).toMatchObject([{ decidedBy: "person", candidates: [{ value: "bad" }] }]);
  });

  it("is as late as what it replaces, whatever the time of the order", () => {
    const state = { ...ordered({ a: same, b: same, c: same }, back), origins: { name: at(20) } };
    expect(decide(state).origins).toEqual({ name: at(20) });
  });

  it("waits while the cell is unread on a side that counts", () => {
    const unread = shows({ id: "k", tags: ["p"] }, old, { unknown: ["name"] });
    const decision = decide(ordered({ a: same, b: unread, c: same }, back));
    expect(decision).toMatchObject({ writes: [], cells: old, overtaken: [] });
  });

  it("waits with the whole row while a side is unknown", () => {
    const decision = decide(ordered({ a: same, b: is("unknown", old), c: same }, back));
    expect(decision).toMatchObject({ outcome: "frozen", writes: [], overtaken: [] });
  });

  it("passes over a field that the rules do not name", () => {
    const decision = decide(ordered({ a: same, b: same, c: same }, { cells: { other: { value: "x" } } }));
    expect(decision).toMatchObject({ writes: [], cells: old, overtaken: [] });
  });

  it("beats an edit for good, also on a side that could not be told at once", () => {
    const state = ordered(
      { a: same, b: shows(cells({ name: "B" }), old, { origin: at(90) }), c: same },
      back,
    );
    const next = applyDecision(state, decide(state), rules(), (id) => id !== "b");
    expect(next.order).toBeNull();
    const again = decide(next);
    expect(told(again)).toEqual(["b:name=back"]);
    expect(again.conflicts).toEqual([]);
  });
});

describe("an order that expects a value", () => {
  const undo = { cells: { name: { value: "before", expect: "old" } } };

  it("is done while the cell would be that", () => {
    expect(told(decide(ordered({ a: same, b: same, c: same }, undo)))).toEqual([
      "a:name=before",
      "b:name=before",
      "c:name=before",
    ]);
  });

  const moved: readonly (readonly [string, Sides, Partial<MergeRules>])[] = [
    ["edited since", { a: shows(cells({ name: "new" }), old), b: same, c: same }, {}],
    [
      "open between two edits",
      { a: shows(cells({ name: "A" }), old), b: shows(cells({ name: "B" }), old), c: same },
      { strategy: "manual" },
    ],
    [
      "edited since, though that edit breaks a rule",
      { a: shows(cells({ name: "bad" }), old, { invalid: ["name"] }), b: same, c: same },
      {},
    ],
    ["of a row that is being deleted", { a: gone, b: same, c: same }, {}],
  ];
  it.each(moved)("is overtaken: the cell is %s", (_name, sides, parts) => {
    const without = decide(row(old, sides), parts);
    const decision = decide(ordered(sides, undo), parts);
    expect(decision).toEqual({ ...without, overtaken: ["name"] });
  });

  it("is overtaken where the cell was empty and two edits of it wait for a person", () => {
    const base = cells({ name: null });
    const edit = (name: string) => shows(cells({ name }), base);
    const order = { cells: { name: { value: "back", expect: null } } };
    const state = ordered({ a: edit("A"), b: edit("B"), c: shows(base, base) }, order, base);
    expect(decide(state, { strategy: "manual" })).toMatchObject({ overtaken: ["name"], writes: [] });
  });

  it("is done on a row that is kept against a deletion", () => {
    const decision = decide(ordered({ a: gone, b: same, c: same }, { ...undo, keep: true }));
    expect(told(decision)).toEqual(["a:create", "b:name=before", "c:name=before"]);
  });

  it("leaves the order's other cells alone", () => {
    const state = ordered(
      { a: shows(cells({ name: "new" }), old), b: same, c: same },
      { cells: { ...undo.cells, tags: { value: ["q"], expect: ["p"] } } },
    );
    const decision = decide(state);
    expect(decision.overtaken).toEqual(["name"]);
    expect(decision.cells).toEqual(cells({ name: "new", tags: ["q"] }));
  });

  it("is done on a row whose deletion stays where it was made", () => {
    const decision = decide(ordered({ a: gone, b: same, c: same }, undo), { deletes: "never" });
    expect(told(decision)).toEqual(["b:name=before", "c:name=before"]);
  });
});

describe("an ordered value against a deletion", () => {
  it("is an edit that the deletion had not seen", () => {
    const decision = decide(ordered({ a: gone, b: same, c: same }, { cells: { name: { value: "back" } } }));
    expect(told(decision)).toEqual(["a:create", "b:name=back", "c:name=back"]);
    expect(decision.conflicts).toEqual([
      { kind: "delete-edit", deletedOn: ["a"], editedOn: [], survives: true, decidedBy: "person" },
    ]);
  });

  it("is overtaken if it changes nothing", () => {
    const decision = decide(ordered({ a: gone, b: same, c: same }, { cells: { name: { value: "old" } } }));
    expect(decision).toMatchObject({ outcome: "deleted", overtaken: ["name"] });
  });
});

describe("an order to keep the row", () => {
  it("brings it back where it was lost, against the deletion", () => {
    const decision = decide(ordered({ a: gone, b: same, c: same }, { keep: true }));
    expect(told(decision)).toEqual(["a:create"]);
    expect(decision.writes[0]).toMatchObject({ cells: old });
    expect(decision.conflicts).toEqual([
      { kind: "delete-edit", deletedOn: ["a"], editedOn: [], survives: true, decidedBy: "person" },
    ]);
  });

  it("makes a row anew that no side holds, from the base and the ordered cells", () => {
    const order = { keep: true, cells: { name: { value: "back" } } };
    const decision = decide(ordered({ a: gone, b: gone, c: is("never") }, order));
    expect(told(decision)).toEqual(["a:create", "b:create", "c:create"]);
    expect(decision.writes[0]).toMatchObject({ cells: cells({ name: "back" }) });
    expect(decision.cells).toEqual(cells({ name: "back" }));
  });

  it("makes a row anew that has left the registry, on every side that may create", () => {
    const sides = [side("a", fields), side("b", fields, { mayCreate: false }), side("c", fields)];
    const order = { keep: true, cells: { id: { value: "k" }, name: { value: "back" } } };
    const nobody = { a: is("never"), b: is("never"), c: is("never") };
    const decision = decide(ordered(nobody, order, null), { sides });
    expect(told(decision)).toEqual(["a:create", "c:create"]);
    expect(decision).toMatchObject({ outcome: "merged", cells: { id: "k", name: "back" }, conflicts: [] });
  });

  it("goes beyond the policy never, and does not wait for a side that takes no part", () => {
    const lost = ordered({ a: gone, b: same, c: same }, { keep: true });
    expect(told(decide(lost, { deletes: "never" }))).toEqual(["a:create"]);
    expect(told(decide(ordered({ a: gone, b: same }, { keep: true })))).toEqual(["a:create"]);
  });

  it("makes nothing anew without the key", () => {
    const order = { keep: true, cells: { name: { value: "back" } } };
    const decision = decide(ordered({ a: is("never"), b: is("never"), c: is("never") }, order, null));
    expect(decision.writes).toEqual([]);
    expect(decision.issues.map(({ reason }) => reason)).toEqual(Array(3).fill("key-not-settled"));
  });
});
