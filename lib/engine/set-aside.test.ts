import { describe, expect, it } from "vitest";
import { acknowledgedAfter } from "./acknowledge";
import { conflictFingerprint } from "./conflict";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { MergeRules, Origin, RowDecision, RowState } from "./row";
import { editedOn, setAside } from "./set-aside";
import { applyDecision } from "./testing/apply";
import { is, row, rules, shows, side, testDigest } from "./testing/build";
import { told } from "./testing/told";
import type { Cells, Value } from "./value";

const old: Cells = { id: "k", name: "old", tags: ["p"] };
const cells = (parts: Readonly<Record<string, Value>>): Cells => ({ ...old, ...parts });
const at = (after: number, before = after + 1): Origin => ({ after, before });
const same = shows(old, old);
const bad = (parts: Readonly<Record<string, Value>>, acknowledged: Cells | null = old) =>
  shows(cells(parts), acknowledged, { invalid: Object.keys(parts), origin: at(90) });

const decide = (state: RowState, parts: Partial<MergeRules> = {}): RowDecision =>
  mergeRow(state, prepareRules(rules(parts)));

describe("an edit that breaks a rule", () => {
  it("stands where it is and is written nowhere, and its side acknowledges nothing new", () => {
    const decision = decide(row(old, { a: bad({ name: "bad" }), b: same, c: same }));
    expect(decision).toMatchObject({ outcome: "merged", cells: old, writes: [], conflicts: [] });
    expect(decision.agreed).toEqual(["b", "c"]);
    for (const done of [true, false]) expect(acknowledgedAfter(decision, "a", old, done)).toEqual(old);
  });

  it("stands as well where the side was behind already", () => {
    const older = cells({ name: "older" });
    const decision = decide(row(old, { a: bad({ name: "bad" }, older), b: same, c: same }));
    expect(decision).toMatchObject({ writes: [], acknowledgements: [] });
  });

  it("lets the row's other cells go on", () => {
    const a = shows(cells({ name: "bad", tags: ["q"] }), old, { invalid: ["name"] });
    const decision = decide(row(old, { a, b: same, c: same }));
    expect(told(decision)).toEqual(["b:tags=q", "c:tags=q"]);
    expect(acknowledgedAfter(decision, "a", old, true)).toEqual(cells({ tags: ["q"] }));
  });

  it("is written over by another side's valid edit, whatever the strategy, and kept in a record", () => {
    const good = shows(cells({ name: "good" }), old, { origin: at(10) });
    const state = row(old, { a: bad({ name: "bad" }), b: good, c: same });
    for (const strategy of ["last-write-wins", "hash", "authority", "manual"] as const) {
      const decision = decide(state, { strategy, authority: "a" });
      expect(told(decision)).toEqual(["a:name=good", "c:name=good"]);
      expect(decision.conflicts).toEqual([
        {
          kind: "cell",
          field: "name",
          base: "old",
          candidates: [
            { sideId: "a", value: "bad", origin: at(90) },
            { sideId: "b", value: "good", origin: at(10) },
          ],
          winner: "good",
          resolved: true,
          decidedBy: "validation",
        },
      ]);
      expect(decision.origins).toEqual({ name: at(10) });
    }
  });

  it("is told again, not weighed again, if it could not be written over at once", () => {
    const state = row(old, { a: bad({ name: "bad" }), b: shows(cells({ name: "good" }), old), c: same });
    const next = applyDecision(state, decide(state), rules(), (id) => id !== "a");
    const [a, ...others] = next.sides;
    if (a?.observed.state !== "present") throw new Error("a holds the row");
    const { invalid: _marked, ...observed } = a.observed;
    const again = decide({ ...next, sides: [{ ...a, observed }, ...others] });
    expect(told(again)).toEqual(["a:name=good"]);
    expect(again.conflicts).toEqual([]);
  });

  it("is in the record of a conflict between valid edits, which the strategy decides", () => {
    const state = row(old, {
      a: bad({ name: "bad" }),
      b: shows(cells({ name: "B" }), old, { origin: at(10) }),
      c: shows(cells({ name: "C" }), old, { origin: at(20) }),
    });
    const decision = decide(state);
    expect(told(decision)).toEqual(["a:name=C", "b:name=C"]);
    const [conflict] = decision.conflicts;
    expect(conflict).toMatchObject({ winner: "C", decidedBy: "last-write-wins" });
    expect(conflict?.kind === "cell" && conflict.candidates.map(({ value }) => value)).toEqual([
      "B",
      "C",
      "bad",
    ]);
  });

  it("is a part of the conflict that a person's choice was made on", () => {
    const [b, c] = [shows(cells({ name: "B" }), old), shows(cells({ name: "C" }), old)];
    const state = row(old, { a: bad({ name: "bad" }), b, c });
    const [conflict] = decide(state, { strategy: "manual" }).conflicts;
    if (conflict === undefined) throw new Error("no conflict");
    const choice = { conflict: conflictFingerprint(conflict, testDigest), value: "B" };
    const chosen = decide({ ...state, choices: { name: choice } }, { strategy: "manual" });
    expect(told(chosen)).toEqual(["a:name=B", "c:name=B"]);
    expect(chosen.conflicts).toMatchObject([{ decidedBy: "person", resolved: true }]);
  });

  it("stands if the base's value wins over the valid edit", () => {
    const older = cells({ name: "older" });
    const late = { ...row(old, { a: bad({ name: "bad" }), b: shows(cells({ name: "B" }), older), c: same }) };
    const decision = decide(late, { strategy: "authority", authority: "c" });
    expect(told(decision)).toEqual(["b:name=old"]);
    expect(decision.conflicts).toMatchObject([
      { winner: "old", candidates: [{ value: "B" }, { value: "old" }] },
    ]);
  });

  it("needs no record where the merged value looks the same there", () => {
    const short = (_field: string, value: Value) =>
      ({ ok: true, value: typeof value === "string" ? value.slice(0, 3) : value }) as const;
    const { fields } = rules();
    const sides = [side("a", fields, { project: short }), side("b", fields), side("c", fields)];
    const state = row(old, {
      a: bad({ name: "1.2" }),
      b: shows(cells({ name: "1.2345" }), old),
      c: same,
    });
    expect(told(decide(state, { sides }))).toEqual(["c:name=1.2345"]);
    expect(decide(state, { sides }).conflicts).toEqual([]);
  });

  it("leaves a set to the valid edits", () => {
    const state = row(old, {
      a: bad({ tags: ["p", "bad"] }),
      b: shows(cells({ tags: ["p", "q"] }), old),
      c: same,
    });
    const decision = decide(state);
    expect(told(decision)).toEqual(["a:tags=p,q", "c:tags=p,q"]);
    expect(decision.conflicts).toMatchObject([{ field: "tags", decidedBy: "validation" }]);
  });

  it("is no first value of a field", () => {
    const base = { id: "k", tags: ["p"] };
    const state = row(base, { a: bad({ name: "bad" }, base), b: shows({ ...base, name: null }, base) });
    expect(decide(state)).toMatchObject({ cells: base, writes: [], conflicts: [] });
  });

  it("counts as an edit against a deletion", () => {
    const decision = decide(row(old, { a: bad({ name: "bad" }), b: is("absent", old), c: same }));
    expect(told(decision)).toEqual(["b:create"]);
    expect(decision.writes[0]).toMatchObject({ cells: old });
    expect(decision.conflicts).toMatchObject([{ kind: "delete-edit", editedOn: ["a"], deletedOn: ["b"] }]);
  });

  it("is no edit where its side shows the base", () => {
    const state = row(old, { a: shows(old, old, { invalid: ["name"] }), b: same, c: same });
    expect(decide(state)).toMatchObject({ writes: [], agreed: ["a", "b", "c"] });
  });
});

describe("setAside", () => {
  const aside = (state: RowState, fields: readonly string[], parts: Partial<MergeRules> = {}) =>
    setAside(state, decide(state, parts), fields, prepareRules(rules(parts)));
  const invalidOn = (state: RowState | null) =>
    state?.sides.flatMap(({ sideId, observed }) =>
      observed.state === "present" ? (observed.invalid ?? []).map((field) => `${sideId}.${field}`) : [],
    );

  it("marks the edit that brought the value, and the next merge takes another side's", () => {
    const state = row(old, {
      a: shows(cells({ name: "bad" }), old, { origin: at(90) }),
      b: shows(cells({ name: "good" }), old, { origin: at(10) }),
      c: same,
    });
    const next = aside(state, ["name"]);
    expect(invalidOn(next)).toEqual(["a.name"]);
    expect(next && decide(next).cells?.name).toBe("good");
  });

  it("marks every side that shows the same", () => {
    const edit = shows(cells({ name: "bad" }), old);
    expect(invalidOn(aside(row(old, { a: edit, b: edit, c: same }), ["name"]))).toEqual(["a.name", "b.name"]);
  });

  it("marks all edits of a set, which no single one brought", () => {
    const state = row(old, {
      a: shows(cells({ tags: ["p", "bad"] }), old),
      b: shows(cells({ tags: ["p", "q"] }), old),
      c: same,
    });
    expect(invalidOn(aside(state, ["tags"]))).toEqual(["a.tags", "b.tags"]);
  });

  it("marks no edit twice", () => {
    const state = row(old, { a: bad({ name: "bad" }), b: shows(cells({ name: "bad" }), old), c: same });
    expect(invalidOn(aside(state, ["name"]))).toEqual(["a.name", "b.name"]);
  });

  it("marks all edits of a set that two emptied together", () => {
    const base = cells({ tags: ["p", "q"] });
    const removes = (tags: Value) => shows({ ...base, tags }, base);
    const state = row(base, { a: removes(["p"]), b: removes(["q"]), c: shows(base, base) });
    expect(invalidOn(aside(state, ["tags"]))).toEqual(["a.tags", "b.tags"]);
  });

  it("marks the edits of a set one after the other where one says all of it", () => {
    const state = row(old, {
      a: shows(cells({ tags: ["bad", "p", "q"] }), old),
      b: shows(cells({ tags: ["p", "q"] }), old),
      c: same,
    });
    expect(invalidOn(aside(state, ["tags"]))).toEqual(["a.tags"]);
  });

  it("marks each of several fields that the decision changed, and no other", () => {
    const both = row(old, { a: shows(cells({ name: "bad", tags: ["q"] }), old), b: same, c: same });
    expect(invalidOn(aside(both, ["name", "tags"]))).toEqual(["a.name", "a.tags"]);
    const state = row(old, {
      a: shows(cells({ name: "bad" }), old),
      b: shows(cells({ tags: ["q"] }), old),
      c: same,
    });
    expect(invalidOn(aside(state, ["id", "name", "tags"]))).toEqual(["a.name", "b.tags"]);
  });

  it("has nothing to set aside where the fault was there before or is set aside already", () => {
    expect(aside(row(old, { a: same, b: same, c: same }), ["name"])).toBeNull();
    expect(aside(row(old, { a: bad({ name: "bad" }), b: same, c: same }), ["name"])).toBeNull();
    const lost = row(old, { a: shows(cells({ name: "lost" }), cells({ name: "older" })), b: same, c: same });
    expect(aside(lost, ["name"], { strategy: "authority", authority: "b" })).toBeNull();
  });

  it("does not count what is written to alone", () => {
    const { fields } = rules();
    const sides = [side("a", fields, { direction: "out" }), side("b", fields), side("c", fields)];
    expect(
      aside(row(old, { a: shows(cells({ name: "x" }), old), b: same, c: same }), ["name"], { sides }),
    ).toBeNull();
  });

  it("drops an ordered value that is at fault, and a person's choice", () => {
    const order = { cells: { name: { value: "bad" }, tags: { value: ["q"] } }, keep: false, remove: null };
    const next = aside({ ...row(old, { a: same, b: same, c: same }), order }, ["name"]);
    expect(next?.order?.cells).toEqual({ tags: { value: ["q"] } });

    const rivals = { a: shows(cells({ name: "A" }), old), b: shows(cells({ name: "B" }), old), c: same };
    const [conflict] = decide(row(old, rivals), { strategy: "manual" }).conflicts;
    if (conflict === undefined) throw new Error("no conflict");
    const fingerprint = conflictFingerprint(conflict, testDigest);
    const choose = (value: Value) =>
      row(old, rivals, { choices: { name: { conflict: fingerprint, value } } });
    expect(aside(choose("neither"), ["name"], { strategy: "manual" })).toEqual(
      row(old, rivals, { choices: {} }),
    );
    const without = aside(choose("B"), ["name"], { strategy: "manual" });
    expect([without?.choices, invalidOn(without)]).toEqual([{}, ["b.name"]]);
  });

  it("leaves a choice alone that did not bring the value", () => {
    const choices = { name: { conflict: "another", value: "other" } };
    const state = row(old, { a: shows(cells({ name: "bad" }), old), b: same, c: same }, { choices });
    const next = aside(state, ["name"]);
    expect([next?.choices, invalidOn(next)]).toEqual([choices, ["a.name"]]);
  });

  it("leaves the values of a row that is made anew alone: it has nothing to fall back on", () => {
    const order = { cells: { id: { value: "k" }, name: { value: "bad" } }, keep: true, remove: null };
    expect(aside({ ...row(null, { a: is("never"), b: is("never") }), order }, ["name"])).toBeNull();
  });

  it("marks an edit that an overtaken order did not replace", () => {
    const order = { cells: { name: { value: "x", expect: "old" } }, keep: false, remove: null };
    const state = { ...row(old, { a: shows(cells({ name: "bad" }), old), b: same, c: same }), order };
    expect(invalidOn(aside(state, ["name"]))).toEqual(["a.name"]);
  });
});

describe("editedOn", () => {
  it("names the sides that show an edit of the cell, valid or not", () => {
    const { fields } = rules();
    const sides = [side("a", fields), side("b", fields), side("c", fields, { direction: "out" })];
    const edit = shows(cells({ name: "new" }), old);
    const state = row(old, { a: bad({ name: "bad" }), b: edit, c: edit });
    expect(editedOn(state, "name", prepareRules(rules({ sides })))).toEqual(["a", "b"]);
    expect(editedOn(state, "tags", prepareRules(rules({ sides })))).toEqual([]);
  });
});
