import { describe, expect, it } from "vitest";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { MergeRules, RowDecision, RowState } from "./row";
import { is, row, rules, setField, shows, side, textField } from "./testing/build";
import { told } from "./testing/told";
import type { Cells, Value } from "./value";

const old: Cells = { id: "k", name: "old", tags: ["p", "q"] };
const cells = (parts: Readonly<Record<string, Value>>): Cells => ({ ...old, ...parts });
const same = shows(old, old);

const decide = (state: RowState, parts: Partial<MergeRules> = {}): RowDecision =>
  mergeRow(state, prepareRules(rules(parts)));

const refusing = (field: string, value: Value) =>
  field === "name" && value === "new"
    ? ({ ok: false, reason: "too-long", message: "Too long for this side." } as const)
    : ({ ok: true, value } as const);

describe("mergeRow: one source of change", () => {
  const cases: readonly (readonly [string, RowState, readonly string[], Value])[] = [
    ["nothing changed", row(old, { a: same, b: same, c: same }), [], "old"],
    [
      "one edit goes to the others",
      row(old, { a: shows(cells({ name: "new" }), old), b: same, c: same }),
      ["b:name=new", "c:name=new"],
      "new",
    ],
    [
      "the same edit twice is no conflict",
      row(old, { a: shows(cells({ name: "new" }), old), b: shows(cells({ name: "new" }), old), c: same }),
      ["c:name=new"],
      "new",
    ],
    [
      "clearing a cell is an edit",
      row(old, { a: shows(cells({ name: null }), old), b: same, c: same }),
      ["b:name=null", "c:name=null"],
      null,
    ],
    [
      "a carried side is written to",
      row(old, { a: shows(cells({ name: "new" }), old), b: is("carried", old), c: is("carried", old) }),
      ["b:name=new", "c:name=new"],
      "new",
    ],
    [
      "a side that is behind is told again",
      row(old, { a: same, b: shows(cells({ name: "older" }), cells({ name: "older" })), c: same }),
      ["b:name=old"],
      "old",
    ],
    [
      "a carried side that is behind is told again",
      row(old, { a: same, b: is("carried", cells({ name: "older" })), c: same }),
      ["b:name=old"],
      "old",
    ],
    [
      "an edit back to the base on a side that is behind agrees",
      row(old, { a: same, b: shows(old, cells({ name: "older" })), c: same }),
      [],
      "old",
    ],
    [
      "an unread cell freezes that cell",
      row(old, {
        a: shows(cells({ name: "new" }), old),
        b: shows({ id: "k", tags: ["p", "q"] }, old, { unknown: ["name"] }),
        c: same,
      }),
      [],
      "old",
    ],
    [
      "a cell without an entry counts as unread",
      row(old, {
        a: shows(cells({ name: "new" }), old),
        b: shows({ id: "k", tags: ["p", "q"] }, old),
        c: same,
      }),
      [],
      "old",
    ],
    [
      "a side that is missing from the state pins nothing",
      row(old, { a: shows(cells({ name: "new" }), old), b: same }),
      ["b:name=new"],
      "new",
    ],
    [
      "a side that never had the row gets it",
      row(old, { a: same, b: same, c: is("never") }),
      ["c:create"],
      "old",
    ],
  ];
  it.each(cases)("%s", (_name, state, writes, name) => {
    const decision = decide(state);
    expect(decision.outcome).toBe("merged");
    expect(told(decision)).toEqual(writes);
    expect(decision.cells?.name).toEqual(name);
    expect(decision.conflicts).toEqual([]);
    expect(decision.issues).toEqual([]);
  });

  it("goes on with the other cells of a row with a frozen cell", () => {
    const unread = shows({ id: "k", tags: ["p"] }, old, { unknown: ["name"] });
    const decision = decide(row(old, { a: shows(cells({ name: "new" }), old), b: unread, c: same }));
    expect(told(decision)).toEqual(["a:tags=p", "c:tags=p"]);
    expect(decision.cells).toEqual(cells({ tags: ["p"] }));
  });

  it("returns the base itself, and everyone agreed, when nothing changed", () => {
    const decision = decide(row(old, { c: same, a: same, b: is("carried", old) }));
    expect(decision.cells).toBe(old);
    expect(decision.agreed).toEqual(["a", "b", "c"]);
  });

  it("lets no side agree to a row with an unread cell", () => {
    const unread = shows(old, old, { unknown: ["name"] });
    expect(decide(row(old, { a: same, b: unread, c: same })).agreed).toEqual([]);
  });

  it("acknowledges the base for a side that reached it by itself", () => {
    const decision = decide(row(old, { a: same, b: shows(old, cells({ name: "older" })), c: same }));
    expect(decision.acknowledgements).toEqual([{ sideId: "b", cells: old, otherwise: old }]);
    expect(decision.agreed).toEqual(["a", "b", "c"]);
  });

  it("compares before it writes: the write says what the side showed", () => {
    const decision = decide(row(old, { a: shows(cells({ name: "new" }), old), b: same, c: same }));
    expect(decision.writes[0]).toEqual({
      op: "update",
      sideId: "b",
      cells: [{ field: "name", before: "old", after: "new" }],
    });
  });
});

describe("mergeRow: no base", () => {
  const fresh = (a: Cells, b: Cells) => row(null, { a: shows(a, null), b: shows(b, null), c: is("never") });
  it("takes the union: an empty cell loses nothing", () => {
    const decision = decide(fresh(cells({ name: null }), cells({ tags: null })));
    expect(decision.cells).toEqual(old);
    expect(told(decision)).toEqual(["a:name=old", "b:tags=p,q", "c:create"]);
    expect(decision.conflicts).toEqual([]);
  });
  it("merges sets and keeps both", () => {
    expect(decide(fresh(cells({ tags: ["p"] }), cells({ tags: ["q"] }))).cells?.tags).toEqual(["p", "q"]);
  });
  it("calls unequal values a conflict", () => {
    const decision = decide(fresh(cells({ name: "A" }), cells({ name: "B" })));
    expect(decision.conflicts).toMatchObject([
      { field: "name", base: null, decidedBy: "hash (origin unknown)" },
    ]);
  });
  it("leaves an open conflict out of the new row and of what is created from it", () => {
    const decision = decide(fresh(cells({ name: "A" }), cells({ name: "B" })), { strategy: "manual" });
    expect(decision.cells).toEqual({ id: "k", tags: ["p", "q"] });
    expect(decision.writes).toEqual([{ op: "create", sideId: "c", cells: { id: "k", tags: ["p", "q"] } }]);
  });
  it("never deletes, even beside a side that lost it", () => {
    const decision = decide(row(null, { a: shows(old, null), b: is("absent", old), c: is("absent") }));
    expect(told(decision)).toEqual(["b:create", "c:create"]);
    expect(decision.conflicts).toEqual([]);
  });
  it("does not create a row without its key", () => {
    const decision = decide(row(null, { a: shows(cells({ id: "" }), null), b: is("never") }));
    expect(decision.writes).toEqual([]);
    expect(decision.issues).toMatchObject([{ sideId: "b", field: "id", reason: "key-not-settled" }]);
  });
  it("gives a newly mapped field its first values without calling them edits", () => {
    const base = { id: "k", tags: ["p"] };
    const state = row(base, {
      a: shows({ ...base, name: "A" }, base),
      b: shows({ ...base, name: null }, base),
    });
    const decision = decide(state);
    expect(decision.cells).toEqual({ ...base, name: "A" });
    expect(decision.conflicts).toEqual([]);
  });
  it("is frozen when only sides that are written to hold it", () => {
    const fields = rules().fields;
    const sides = [side("a", fields), side("b", fields, { direction: "out" })];
    const decision = decide(row(null, { a: is("never"), b: shows(old, null) }), { sides });
    expect(decision).toMatchObject({ outcome: "frozen", writes: [], cells: null });
  });
});

describe("mergeRow: directions", () => {
  const fields = rules().fields;
  const over = (direction: "in" | "out" | "off") => ({
    sides: [
      side("a", fields),
      side("b", fields, { direction: "both", directions: { id: "both", name: direction, tags: "both" } }),
    ],
  });
  it("in: read, never written", () => {
    expect(told(decide(row(old, { a: shows(cells({ name: "new" }), old), b: same }), over("in")))).toEqual(
      [],
    );
    expect(told(decide(row(old, { a: same, b: shows(cells({ name: "new" }), old) }), over("in")))).toEqual([
      "a:name=new",
    ]);
  });
  it("out: edits never merge and are put back", () => {
    expect(told(decide(row(old, { a: same, b: shows(cells({ name: "new" }), old) }), over("out")))).toEqual([
      "b:name=old",
    ]);
  });
  it("out: an unread cell there freezes nothing", () => {
    const b = shows({ id: "k", tags: ["p", "q"] }, old, { unknown: ["name"] });
    const decision = decide(row(old, { a: shows(cells({ name: "new" }), old), b }), over("out"));
    expect(decision.cells?.name).toBe("new");
    expect(told(decision)).toEqual([]);
  });
  it("off: ignored", () => {
    expect(
      told(
        decide(
          row(old, { a: shows(cells({ name: "new" }), old), b: shows({ id: "k", tags: ["p", "q"] }, old) }),
          over("off"),
        ),
      ),
    ).toEqual([]);
  });
});

describe("mergeRow: what a side refuses", () => {
  const fields = rules().fields;
  const sides = [side("a", fields), side("b", fields, { project: refusing }), side("c", fields)];
  it("is an issue there; the other cells and sides go on", () => {
    const decision = decide(
      row(old, { a: shows(cells({ name: "new", tags: ["p"] }), old), b: same, c: same }),
      { sides },
    );
    expect(told(decision)).toEqual(["b:tags=p", "c:name=new", "c:tags=p"]);
    expect(decision.issues).toEqual([
      { sideId: "b", field: "name", reason: "too-long", message: "Too long for this side." },
    ]);
    expect(decision.cells).toEqual(cells({ name: "new", tags: ["p"] }));
    expect(decision.acknowledgements).toContainEqual({
      sideId: "b",
      cells: cells({ tags: ["p"] }),
      otherwise: old,
    });
  });
  it("does not read as that side's edit in the next run", () => {
    const base = cells({ name: "new" });
    const decision = decide(row(base, { a: shows(base, base), b: shows(old, old), c: shows(base, base) }), {
      sides,
    });
    expect(decision.writes).toEqual([]);
    expect(decision.conflicts).toEqual([]);
    expect(decision.issues).toHaveLength(1);
  });
  it("keeps a row from being created without a refused part of its key", () => {
    const keyed = { fields: [textField("name"), setField("tags")], key: ["name"] };
    const decision = decide(row(null, { a: shows({ name: "new", tags: null }, null), b: is("never") }), {
      ...keyed,
      sides: [side("a", keyed.fields), side("b", keyed.fields, { project: refusing })],
    });
    expect(decision.writes).toEqual([]);
    expect(decision.issues).toMatchObject([{ sideId: "b", field: "name", reason: "too-long" }]);
  });
});
