import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { directionOf, isRead, prepareRules } from "./prepare";
import { holds } from "./projection";
import { EVERYTHING, mergeCase } from "./testing/arbitraries";
import { merge } from "./testing/decide";
import { valuesEqual } from "./value";
import { shownCell, viewsOf, votesOn } from "./view";

const runs = { numRuns: 1_500 };
const ordered = mergeCase({ ...EVERYTHING, scoped: false }).filter(({ state }) => state.order != null);
const removals = mergeCase({ orders: true, invalid: true, absences: false }).filter(
  ({ state }) => state.order?.remove != null && state.base !== null,
);

describe("an order, for any row", () => {
  it("is done, or waits for an unread cell, or is said to be overtaken", () => {
    fc.assert(
      fc.property(ordered, (one) => {
        const decision = merge(one);
        if (decision.outcome !== "merged") return;
        const views = viewsOf(one.state, prepareRules(one.rules));
        for (const [field, { value }] of Object.entries(one.state.order?.cells ?? {})) {
          const isUnread = views.some((view) => votesOn(view, field) && shownCell(view, field) === undefined);
          if (isUnread || decision.overtaken.includes(field)) continue;
          expect(decision.cells?.[field] ?? null, field).toEqual(value);
        }
      }),
      runs,
    );
  });

  it("changes nothing where it was overtaken", () => {
    fc.assert(
      fc.property(ordered, (one) => {
        const decision = merge(one);
        if (decision.overtaken.length === 0) return;
        const cells = Object.entries(one.state.order?.cells ?? {});
        const rest = Object.fromEntries(cells.filter(([field]) => !decision.overtaken.includes(field)));
        const order = { cells: rest, keep: one.state.order?.keep ?? false, remove: null };
        expect(merge({ ...one, state: { ...one.state, order } })).toEqual({ ...decision, overtaken: [] });
      }),
      runs,
    );
  });

  it("to keep a row leaves it neither deleted nor lost where it may be made again", () => {
    fc.assert(
      fc.property(ordered, (one) => {
        if (!one.state.order?.keep) return;
        const decision = merge(one);
        expect(decision.outcome).not.toBe("deleted");
        if (decision.outcome === "frozen") return;
        for (const own of one.state.sides) {
          if (own.observed.state !== "absent") continue;
          const side = one.rules.sides.find((each) => each.sideId === own.sideId);
          const isToldOrRefused =
            decision.writes.some((write) => write.sideId === own.sideId) ||
            decision.issues.some((issue) => issue.sideId === own.sideId);
          expect(isToldOrRefused || side?.mayCreate === false).toBe(true);
        }
      }),
      runs,
    );
  });

  it("to remove a row deletes it on the named sides alone, and takes no edit with it", () => {
    fc.assert(
      fc.property(removals, (one) => {
        const remove = one.state.order?.remove;
        const decision = merge(one);
        if (!remove || decision.outcome !== "deleted") return;
        const { base } = one.state;
        expect(base).not.toBeNull();
        for (const write of decision.writes) {
          if (write.op !== "delete") throw new Error("a removed row is written to");
          expect(remove.sides).toContain(write.sideId);
          const side = one.rules.sides.find((each) => each.sideId === write.sideId);
          const own = one.state.sides.find((each) => each.sideId === write.sideId);
          for (const [field, shown] of Object.entries(write.expect)) {
            if (side === undefined || !isRead(directionOf(side, field))) continue;
            const known = [remove.expect[field] ?? null, base?.[field], own?.acknowledged?.[field], null];
            const isKnown = known.some(
              (value) =>
                value !== undefined && (valuesEqual(value, shown) || holds(side, field, value, shown)),
            );
            expect(isKnown, `${write.sideId}.${field}`).toBe(true);
          }
        }
      }),
      runs,
    );
  });
});
