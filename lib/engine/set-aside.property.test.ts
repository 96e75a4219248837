import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acknowledgedAfter } from "./acknowledge";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import { editedOn, setAside } from "./set-aside";
import { shownBy } from "./testing/apply";
import { type Case, EVERYTHING, mergeCase } from "./testing/arbitraries";
import { merge } from "./testing/decide";
import { valuesEqual } from "./value";

const runs = { numRuns: 1_500 };
const rows = mergeCase({ ...EVERYTHING, scoped: false });

const isInvalid = ({ state }: Case, sideId: string, field: string) => {
  const observed = state.sides.find((own) => own.sideId === sideId)?.observed;
  return observed?.state === "present" && observed.invalid?.includes(field) === true;
};

/** Edits that break a rule, by side and field. */
const brokenEdits = (one: Case) => {
  const prepared = prepareRules(one.rules);
  return one.rules.fields.flatMap(({ id }) =>
    editedOn(one.state, id, prepared)
      .filter((sideId) => isInvalid(one, sideId, id))
      .map((sideId) => ({ sideId, field: id })),
  );
};

describe("an edit that breaks a rule, for any row", () => {
  it("never wins", () => {
    fc.assert(
      fc.property(rows, (one) => {
        const { state, rules } = one;
        const decision = merge(one);
        if (decision.cells === null) return;
        for (const { field } of brokenEdits(one)) {
          const merged = decision.cells[field];
          if (merged === undefined) continue;
          const valid = rules.sides.flatMap((side) => {
            const own = state.sides.find((each) => each.sideId === side.sideId);
            const shown = own && shownBy(own, side)[field];
            return shown === undefined || isInvalid(one, side.sideId, field) ? [] : [shown];
          });
          // Sets unite member by member; where none is left, to null.
          if ([merged, state.base?.[field], ...valid].some(Array.isArray)) continue;
          const wished = state.order?.cells[field]?.value;
          const known = [state.base?.[field] ?? null, ...valid, ...(wished === undefined ? [] : [wished])];
          expect(
            known.some((value) => valuesEqual(value, merged)),
            field,
          ).toBe(true);
        }
      }),
      runs,
    );
  });

  it("is written over with a record, or stands and is not agreed to", () => {
    fc.assert(
      fc.property(rows, (one) => {
        const decision = merge(one);
        if (decision.outcome !== "merged") return;
        const prepared = prepareRules(one.rules);
        for (const { sideId, field } of brokenEdits(one)) {
          const side = one.rules.sides.find((each) => each.sideId === sideId);
          const own = one.state.sides.find((each) => each.sideId === sideId);
          if (side === undefined || own === undefined) throw new Error("no such side");
          const merged = decision.cells?.[field];
          const base = one.state.base?.[field];
          const isMoved = merged !== undefined && (base === undefined || !valuesEqual(merged, base));
          const isOrdered = one.state.order?.cells[field] !== undefined;
          if (isMoved || isOrdered || prepared.bySide.get(sideId)?.votes === false) continue;
          const update = decision.writes.find((write) => write.sideId === sideId && write.op === "update");
          expect(update?.op === "update" && update.cells.some((cell) => cell.field === field)).toBeFalsy();
          for (const done of [true, false]) {
            const after = acknowledgedAfter(decision, sideId, own.acknowledged, done);
            expect(after?.[field]).toEqual(own.acknowledged?.[field]);
          }
        }
      }),
      runs,
    );
  });
});

describe("setAside, for any row", () => {
  it("ends, and an existing row is then as it was", () => {
    fc.assert(
      fc.property(rows, ({ rules, state }) => {
        const prepared = prepareRules(rules);
        const fields = rules.fields.map((field) => field.id);
        const most = (rules.sides.length + 2) * fields.length;
        let current = state;
        for (let turn = 0; ; turn++) {
          expect(turn).toBeLessThanOrEqual(most);
          const next = setAside(current, mergeRow(current, prepared), fields, prepared);
          if (next === null) break;
          current = next;
        }
        const decision = mergeRow(current, prepared);
        if (state.base === null || decision.outcome !== "merged") return;
        for (const id of fields) {
          if (state.base[id] !== undefined) expect(decision.cells?.[id], id).toEqual(state.base[id]);
        }
      }),
      runs,
    );
  });
});
