import type { MergeRules } from "@/lib/engine/row";
import { CLOCK_TOLERANCE_MS } from "@/lib/engine/strategy";
import type { ReferenceBook } from "./relations";
import type { SideOfRun } from "./row-state";
import type { RunSession } from "./session";
import { digest } from "./sides";

/** What the engine must know of the registry and its sides to merge a row. */
export function mergeRulesOf(session: RunSession, sides: readonly SideOfRun[]): MergeRules {
  const { registry } = session;
  return {
    fields: registry.fields,
    key: registry.key,
    sides: sides.map(({ side, book }) => {
      const writes = Object.values(side.directions).some(
        (direction) => direction === "both" || direction === "out",
      );
      return {
        sideId: side.definition.id,
        position: side.definition.position,
        directions: side.directions,
        mayCreate: writes && (side.definition.match ?? registry.match) !== "match-only",
        mayDelete: writes,
        project: (fieldId: string, value: Parameters<ReferenceBook["project"]>[2]) =>
          book.project(side, fieldId, value),
      };
    }),
    strategy: registry.conflict,
    strategyByField: registry.strategies,
    authority: registry.authority,
    winners: registry.winners,
    filledFrom: filledFrom(registry.winners.fields, sides),
    deletes: registry.deletes,
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    digest,
  };
}

/** A field's own winner fills it where it is mapped anew; the registry's default one speaks of the first sync alone. */
const filledFrom = (
  winners: Readonly<Record<string, string>>,
  sides: readonly SideOfRun[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(winners).filter(([field]) => sides.some(({ fresh }) => fresh.has(field))),
  );
