import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { directionOf, isRead, isWritten } from "./prepare";
import type { RowDecision } from "./row";
import { applyDecision, shownBy } from "./testing/apply";
import { type Case, EVERYTHING, mergeCase } from "./testing/arbitraries";
import { merge } from "./testing/decide";
import { type Cells, type Value, valuesEqual } from "./value";

const runs = { numRuns: 1_500 };
const applied = (one: Case): Case => ({ ...one, state: applyDecision(one.state, merge(one), one.rules) });
const sideOf = ({ rules }: Case, sideId: string) => {
  const found = rules.sides.find((side) => side.sideId === sideId);
  if (found === undefined) throw new Error("no such side");
  return found;
};
const counts = (one: Case, sideId: string, field: string) => isRead(directionOf(sideOf(one, sideId), field));
const shownCells = (one: Case): readonly (readonly [string, Cells])[] =>
  one.state.sides.map((own) => [own.sideId, shownBy(own, sideOf(one, own.sideId))]);
const mirrored = ({ rules, state, scope }: Case): Case => ({
  scope,
  rules: { ...rules, sides: [...rules.sides].reverse(), fields: [...rules.fields].reverse() },
  state: { ...state, sides: [...state.sides].reverse() },
});
const openFields = (decision: RowDecision) =>
  new Set(decision.conflicts.flatMap((one) => (one.kind === "cell" && !one.resolved ? [one.field] : [])));

describe("mergeRow, for any row", () => {
  it("is a function of its arguments", () => {
    fc.assert(
      fc.property(mergeCase(EVERYTHING), (one) => {
        expect(merge(one)).toEqual(merge(one));
      }),
      runs,
    );
  });

  it("sees no conflict when all sides show the same", () => {
    const exact = mergeCase({ lossy: false, directions: ["both"], absences: false });
    const alike = exact.filter(({ state }) => state.sides[0]?.observed.state === "present");
    fc.assert(
      fc.property(alike, ({ rules, state, scope }) => {
        const [first] = state.sides;
        if (first === undefined) return;
        const base = state.base;
        const sides = state.sides.map(({ sideId }) => ({
          sideId,
          observed: first.observed,
          acknowledged: base,
        }));
        const decision = merge({ rules, scope, state: { ...state, sides } });
        expect(decision.conflicts).toEqual([]);
        expect(decision.writes).toEqual([]);
      }),
      runs,
    );
  });

  it("plans nothing more once its decision is applied", () => {
    fc.assert(
      fc.property(mergeCase({ ...EVERYTHING, directions: ["both", "in", "off"] }), (one) => {
        if (isRemoved(one)) return;
        const after = applied(one);
        const again = merge(after);
        expect(again.writes).toEqual([]);
        if (again.outcome === "merged") expect(filled(again.cells)).toEqual(filled(after.state.base));
      }),
      runs,
    );
  });

  it("plans nothing in the third run, whatever the directions", () => {
    fc.assert(
      fc.property(mergeCase(EVERYTHING), (one) => {
        if (isRemoved(one) || isRemoved(applied(one))) return;
        expect(merge(applied(applied(one))).writes).toEqual([]);
      }),
      runs,
    );
  });

  it("resolves each conflict once", () => {
    fc.assert(
      fc.property(
        mergeCase({
          ...{ orders: true, invalid: true, scoped: true },
          directions: ["both", "in", "off"],
          strategies: ["last-write-wins", "hash", "authority"],
        }),
        (one) => {
          if (isRemoved(one)) return;
          const after = applied(one);
          expect(merge(after).conflicts).toEqual([]);
        },
      ),
      runs,
    );
  });

  it("makes every side hold the merged row, save for issues, open conflicts and unread parts", () => {
    fc.assert(
      fc.property(mergeCase(EVERYTHING), (one) => {
        const decision = merge(one);
        if (decision.outcome !== "merged" || decision.cells === null) return;
        const open = openFields(decision);
        const after = applyDecision(one.state, decision, one.rules);
        for (const own of after.sides) {
          if (own.observed.state !== "present") continue;
          for (const [field, value] of Object.entries(own.observed.cells)) {
            const side = sideOf(one, own.sideId);
            const merged = decision.cells[field];
            const isExcused =
              open.has(field) ||
              merged === undefined ||
              !isWritten(directionOf(side, field)) ||
              hasUnread(one, field) ||
              standsAside(one, own.sideId, field) ||
              decision.issues.some((issue) => issue.sideId === own.sideId && issue.field === field);
            if (isExcused) continue;
            const projected = side.project(field, merged);
            const isHeld =
              valuesEqual(merged, value) || (projected.ok && valuesEqual(projected.value, value));
            expect(isHeld, `${own.sideId}.${field}`).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it("converges although some writes fail, and loses no value on the way", () => {
    fc.assert(
      fc.property(
        mergeCase({
          ...{ orders: true, invalid: true, newSides: false, lossy: false },
          ...{ directions: ["both"], policies: ["propagate"] },
        }),
        fc.subarray(["a", "b", "c"]),
        (one, failing) => {
          if (isRemoved(one)) return;
          const first = merge(one);
          const next = {
            ...one,
            state: applyDecision(one.state, first, one.rules, (id) => !failing.includes(id)),
          };
          const second = merge(next);
          expect(merge(applied(next)).writes).toEqual([]);
          if (openFields(first).size > 0 || first.outcome !== "merged") return;
          for (const { id } of one.rules.fields) {
            if (!isResidual(one, first, id))
              expect(second.cells?.[id] ?? null, id).toEqual(first.cells?.[id] ?? null);
          }
        },
      ),
      runs,
    );
  });

  it("does not depend on the order of sides and fields", () => {
    fc.assert(
      fc.property(mergeCase(EVERYTHING), (one) => {
        const [straight, mirror] = [merge(one), merge(mirrored(one))];
        expect(sorted(mirror)).toEqual(sorted(straight));
      }),
      runs,
    );
  });

  it("invents no value", () => {
    fc.assert(
      fc.property(mergeCase(EVERYTHING), (one) => {
        const known = [one.state.base ?? {}, ordered(one), ...shownCells(one).map(([, cells]) => cells)];
        for (const [field, value] of Object.entries(merge(one).cells ?? {})) {
          const values = known.flatMap((cells) => (cells[field] === undefined ? [] : [cells[field]]));
          if (Array.isArray(value)) {
            const members = new Set(values.flatMap((each) => (Array.isArray(each) ? each : [])));
            expect(value.filter((member) => !members.has(member))).toEqual([]);
          } else expect(values.some((each) => valuesEqual(each, value)) || value === null).toBe(true);
        }
      }),
      runs,
    );
  });

  it("deletes nothing without an absence, an order to remove the row, or a filter that it left", () => {
    fc.assert(
      fc.property(mergeCase({ ...EVERYTHING, absences: false }), (one) => {
        if (one.state.order?.remove || one.scope.leaving === "delete") return;
        const decision = merge(one);
        expect(decision.writes.filter((write) => write.op === "delete")).toEqual([]);
        expect(decision.outcome).not.toBe("deleted");
      }),
      runs,
    );
  });

  it("lets an unknown side delete nothing and move nothing", () => {
    fc.assert(
      fc.property(mergeCase(EVERYTHING), fc.nat(2), (one, at) => {
        const sides = one.state.sides.map((own, index) =>
          index === at % one.state.sides.length
            ? { ...own, observed: { state: "unknown", reason: "x" } as const }
            : own,
        );
        const decision = merge({ ...one, state: { ...one.state, sides } });
        expect(decision).toMatchObject({
          outcome: "frozen",
          cells: one.state.base,
          writes: [],
          acknowledgements: [],
        });
      }),
      runs,
    );
  });

  it("lets an unread cell move nothing of that cell", () => {
    fc.assert(
      fc.property(mergeCase({ ...EVERYTHING, policies: ["propagate"] }), (one) => {
        const decision = merge(one);
        for (const { id } of one.rules.fields) {
          if (!hasUnread(one, id) || decision.outcome === "deleted") continue;
          expect(decision.cells?.[id]).toEqual(one.state.base?.[id]);
          expect(decision.writes.filter((write) => mentions(write, id))).toEqual([]);
        }
      }),
      runs,
    );
  });

  it("keeps every losing value in a conflict record", () => {
    fc.assert(
      fc.property(mergeCase({ orders: true, invalid: true, scoped: true }), (one) => {
        const decision = merge(one);
        for (const write of decision.writes) {
          if (write.op !== "update") continue;
          for (const { field, before } of write.cells) {
            if (Array.isArray(before) || !counts(one, write.sideId, field)) continue;
            if (isNoLoss(one, write.sideId, field, before)) continue;
            expect(recorded(decision, field, before), `${write.sideId}.${field}`).toBe(true);
          }
        }
      }),
      runs,
    );
  });
});

/**
 * What SPEC.md lists as residual: sets edited at different versions, and a value that comes back and so looks
 * like the version a side had acknowledged earlier.
 */
function isResidual({ state }: Case, decision: RowDecision, field: string): boolean {
  const merged = decision.cells?.[field];
  const [base, acknowledged] = [state.base?.[field], state.sides.map((own) => own.acknowledged?.[field])];
  const isOlder = acknowledged.map((known) => !valuesEqual(known ?? null, base ?? null));
  if (Array.isArray(merged) || Array.isArray(base)) return isOlder.includes(true);
  return acknowledged.some((known, at) => isOlder[at] && valuesEqual(known ?? null, merged ?? null));
}

/** What a person had removed is no longer a row: its records are left out of later runs. */
function isRemoved(one: Case): boolean {
  return one.state.order?.remove != null && merge(one).outcome === "deleted";
}

function ordered({ state }: Case): Cells {
  return Object.fromEntries(Object.entries(state.order?.cells ?? {}).map(([id, { value }]) => [id, value]));
}

/** The side shows an edit that breaks a rule. */
function standsAside({ state }: Case, sideId: string, field: string): boolean {
  const observed = state.sides.find((own) => own.sideId === sideId)?.observed;
  return observed?.state === "present" && observed.invalid?.includes(field) === true;
}

/** A field that a side has been given in the meantime gets its first entry, still without a value. */
const filled = (cells: Cells | null) =>
  Object.fromEntries(Object.entries(cells ?? {}).filter(([, value]) => value !== null));

function mentions(write: RowDecision["writes"][number], field: string): boolean {
  if (write.op === "update") return write.cells.some((cell) => cell.field === field);
  return write.op === "create" && write.cells[field] !== undefined;
}

function hasUnread(one: Case, field: string): boolean {
  return one.state.sides.some(
    (own) =>
      (own.observed.state === "present" || own.observed.state === "carried") &&
      counts(one, own.sideId, field) &&
      shownBy(own, sideOf(one, own.sideId))[field] === undefined,
  );
}

/** The value was no edit: nothing, what the side had been told, or what it can show of the base. */
function isNoLoss({ rules, state }: Case, sideId: string, field: string, value: Value): boolean {
  const acknowledged = state.sides.find((own) => own.sideId === sideId)?.acknowledged;
  const side = rules.sides.find((own) => own.sideId === sideId);
  return [acknowledged?.[field], state.base?.[field], null].some((known) => {
    if (known === undefined || side === undefined) return false;
    const projected = side.project(field, known);
    return valuesEqual(known, value) || (projected.ok && valuesEqual(projected.value, value));
  });
}

function recorded(decision: RowDecision, field: string, value: Value): boolean {
  return decision.conflicts.some(
    (one) =>
      one.kind === "cell" &&
      one.field === field &&
      one.candidates.some((each) => valuesEqual(each.value, value)),
  );
}

/** The decision with everything that has no order in a fixed one. */
function sorted(decision: RowDecision) {
  const text = (value: unknown) => JSON.stringify(value);
  const inOrder = <T>(list: readonly T[]) => [...list].sort((a, b) => (text(a) < text(b) ? -1 : 1));
  return {
    ...decision,
    agreed: inOrder(decision.agreed),
    overtaken: inOrder(decision.overtaken),
    writes: decision.writes.map((write) =>
      write.op === "update" ? { ...write, cells: inOrder(write.cells) } : write,
    ),
    issues: inOrder(decision.issues),
    conflicts: inOrder(
      decision.conflicts.map((one) =>
        one.kind === "cell" ? { ...one, candidates: inOrder(one.candidates) } : one,
      ),
    ),
  };
}
