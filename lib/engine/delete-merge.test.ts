import { describe, expect, it } from "vitest";
import type { DeletePolicy } from "./field";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { MergeRules, RowDecision, RowState } from "./row";
import { is, row, rules, shows, side } from "./testing/build";

const old = { id: "k", name: "old", tags: null };
const edited = { ...old, name: "new" };
const same = shows(old, old);
const gone = is("absent", old);
const fields = rules().fields;

const decide = (state: RowState, parts: Partial<MergeRules> = {}): RowDecision =>
  mergeRow(state, prepareRules(rules(parts)));
const ops = (decision: RowDecision) => decision.writes.map((write) => `${write.sideId}:${write.op}`);

describe("deletion", () => {
  const leaves: readonly (readonly [string, RowState, readonly string[]])[] = [
    [
      "of an unchanged row goes everywhere",
      row(old, { a: gone, b: same, c: same }),
      ["b:delete", "c:delete"],
    ],
    [
      "reaches a carried side",
      row(old, { a: gone, b: is("carried", old), c: same }),
      ["b:delete", "c:delete"],
    ],
    ["on every side writes nothing", row(old, { a: gone, b: gone, c: gone }), []],
    ["beside a side that never had it", row(old, { a: gone, b: same, c: is("never") }), ["b:delete"]],
    [
      "is informed if one of two deleters had seen the base",
      row(edited, { a: is("absent", old), b: is("absent", edited), c: shows(edited, edited) }),
      ["c:delete"],
    ],
  ];
  it.each(leaves)("%s", (_name, state, writes) => {
    const decision = decide(state);
    expect(decision).toMatchObject({ outcome: "deleted", cells: null, conflicts: [], issues: [] });
    expect(ops(decision)).toEqual(writes);
  });

  it.each<DeletePolicy>(["hold", "propagate", "archive"])(
    "goes to the others under the policy %s",
    (deletes) => {
      expect(decide(row(old, { a: gone, b: same, c: same }), { deletes }).outcome).toBe("deleted");
    },
  );

  it("expects what the side showed", () => {
    expect(decide(row(old, { a: gone, b: same })).outcome).toBe("frozen");
    const [write] = decide(row(old, { a: gone, b: same, c: same })).writes;
    expect(write).toEqual({ op: "delete", sideId: "b", expect: old });
  });

  const survivals: readonly (readonly [string, RowState, readonly string[], readonly string[]])[] = [
    [
      "an edit elsewhere",
      row(old, { a: gone, b: shows(edited, old), c: same }),
      ["b"],
      ["a:create", "c:update"],
    ],
    [
      "an edit merged before, which the deleting side had not received",
      row(edited, { a: gone, b: shows(edited, edited), c: shows(edited, edited) }),
      ["b", "c"],
      ["a:create"],
    ],
    [
      "a cleared cell",
      row(old, { a: gone, b: shows({ ...old, name: null }, old), c: gone }),
      ["b"],
      ["a:create", "c:create"],
    ],
  ];
  it.each(survivals)("loses to %s", (_name, state, editedOn, writes) => {
    const decision = decide(state);
    expect(decision.outcome).toBe("merged");
    expect(ops(decision)).toEqual(writes);
    const deletedOn = state.sides.filter((own) => own.observed.state === "absent").map((own) => own.sideId);
    expect(decision.conflicts[0]).toEqual({
      kind: "delete-edit",
      deletedOn,
      editedOn,
      survives: true,
      decidedBy: "edit survives",
    });
  });

  it("does not come back where rows may not be created, and its link goes", () => {
    const sides = [side("a", fields, { mayCreate: false }), side("b", fields), side("c", fields)];
    const decision = decide(row(old, { a: gone, b: shows(edited, old), c: same }), { sides });
    expect(ops(decision)).toEqual(["c:update"]);
    expect(decision.acknowledgements).toContainEqual({ sideId: "a", cells: null, otherwise: null });
  });

  it("freezes while any side or a cell that counts is unknown", () => {
    const unread = shows({ id: "k", tags: null }, old, { unknown: ["name"] });
    for (const b of [is("unknown", old), unread]) {
      expect(decide(row(old, { a: gone, b, c: same }))).toMatchObject({
        outcome: "frozen",
        writes: [],
        cells: old,
      });
    }
  });

  it("freezes while a mirror could not be read", () => {
    const sides = [side("a", fields), side("b", fields), side("c", fields, { direction: "out" })];
    expect(decide(row(old, { a: gone, b: same, c: is("unknown", old) }), { sides }).outcome).toBe("frozen");
    expect(
      decide(row(old, { a: shows(edited, old), b: same, c: is("unknown", old) }), { sides }).outcome,
    ).toBe("merged");
  });

  it("on a mirror is put back", () => {
    const sides = [side("a", fields), side("b", fields, { direction: "out" })];
    const decision = decide(row(old, { a: same, b: gone }), { sides });
    expect(decision).toMatchObject({ outcome: "merged", conflicts: [] });
    expect(ops(decision)).toEqual(["b:create"]);
  });

  it("on a side that is only read counts", () => {
    const sides = [side("a", fields, { direction: "in" }), side("b", fields, { direction: "out" })];
    expect(ops(decide(row(old, { a: gone, b: same }), { sides }))).toEqual(["b:delete"]);
  });

  it("leaves a mirror its record where deletes are not allowed, with an issue", () => {
    const sides = [side("a", fields), side("b", fields, { direction: "out", mayDelete: false })];
    const decision = decide(row(old, { a: gone, b: same }), { sides });
    expect(decision).toMatchObject({
      outcome: "deleted",
      writes: [],
      issues: [{ sideId: "b", reason: "may-not-delete" }],
    });
  });

  it("stays local if a side whose edits count may not delete", () => {
    const sides = [side("a", fields), side("b", fields, { mayDelete: false }), side("c", fields)];
    const decision = decide(row(old, { a: gone, b: same, c: same }), { sides });
    expect(decision).toMatchObject({
      outcome: "merged",
      writes: [],
      issues: [{ sideId: "b", reason: "may-not-delete" }],
    });
  });
});

describe("the policy never", () => {
  const deletes = "never";
  it("keeps a deletion where it was made: nothing is removed, nothing is brought back, the link stays", () => {
    const decision = decide(row(old, { a: gone, b: same, c: same }), { deletes });
    expect(decision).toMatchObject({ outcome: "merged", writes: [], conflicts: [], acknowledgements: [] });
  });
  it("lets edits go on between the others", () => {
    const decision = decide(row(old, { a: gone, b: shows(edited, old), c: same }), { deletes });
    expect(ops(decision)).toEqual(["c:update"]);
  });
  it("lets the row go when no side holds it", () => {
    expect(decide(row(old, { a: gone, b: gone, c: is("never") }), { deletes }).outcome).toBe("deleted");
  });
  it("keeps the row while a side that takes no part, or a mirror that was not read, may hold it", () => {
    expect(decide(row(old, { a: gone, b: gone }), { deletes }).outcome).toBe("frozen");
    const sides = [side("a", fields), side("b", fields), side("c", fields, { direction: "out" })];
    const unread = row(old, { a: gone, b: gone, c: is("unknown", old) });
    expect(decide(unread, { deletes, sides }).outcome).toBe("frozen");
  });
});
