import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editsOf } from "./edit";
import { matchesFilter } from "./filter";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import { shownBy } from "./testing/apply";
import { type Case, mergeCase } from "./testing/arbitraries";
import { merge } from "./testing/decide";
import { viewsOf } from "./view";

const runs = { numRuns: 1_500 };
const rows = mergeCase({ unknowns: true, orders: true, invalid: true, scoped: true });
const unscoped = ({ rules, state }: Case) => mergeRow(state, prepareRules(rules));

describe("withinScope, for any row", () => {
  it("lets through what passes the filter, and nothing of what does not", () => {
    fc.assert(
      fc.property(rows, (one) => {
        const [decision, whole] = [merge(one), unscoped(one)];
        const { filter } = one.scope;
        const passes =
          whole.outcome !== "merged" || matchesFilter(filter, whole.cells ?? {}, one.rules.fields);
        if (passes) {
          expect(decision).toEqual(whole);
          return;
        }
        expect(["outside", "deleted"]).toContain(decision.outcome);
        expect(decision).toMatchObject({ agreed: [], acknowledgements: [], conflicts: [] });
        expect(decision.writes.every((write) => write.op === "delete")).toBe(true);
        if (decision.outcome === "outside") {
          expect(decision).toMatchObject({
            cells: one.state.base,
            origins: one.state.origins,
            writes: [],
          });
        }
      }),
      runs,
    );
  });

  it("deletes what left only where it passes still, and with no edit that was not merged", () => {
    fc.assert(
      fc.property(rows, (one) => {
        const decision = merge(one);
        if (decision.outcome !== "deleted" || unscoped(one).outcome === "deleted") return;
        const { base } = one.state;
        expect(one.scope.leaving).toBe("delete");
        expect(base).not.toBeNull();
        const views = viewsOf(one.state, prepareRules(one.rules));
        for (const write of decision.writes) {
          const side = one.rules.sides.find((each) => each.sideId === write.sideId);
          const own = one.state.sides.find((each) => each.sideId === write.sideId);
          if (side === undefined || own === undefined) throw new Error("no such side");
          const shown = { ...base, ...shownBy(own, side) };
          expect(matchesFilter(one.scope.filter, shown, one.rules.fields)).toBe(true);
          const view = views.filter((each) => each.side.sideId === write.sideId);
          for (const { id } of one.rules.fields) expect(editsOf(id, view, base?.[id])).toEqual([]);
        }
      }),
      { numRuns: 6_000 },
    );
  });
});
