import type { DecisiveAbsence } from "../../rows/decisive-absences";
import type { MemoryClient } from "./client";

export function decisiveAbsences(
  { tables }: MemoryClient,
  place: { readonly runId: string; readonly registryId: string; readonly chunk: number },
): DecisiveAbsence[] {
  const seen = Map.groupBy(
    tables.obs.of(place.runId).filter(({ state }) => state === "absent"),
    ({ rowId }) => rowId,
  );
  return tables.decision
    .of(place.runId)
    .filter(({ chunk, outcome, committed }) => chunk === place.chunk && outcome === "deleted" && !committed)
    .sort((a, b) => a.ordinal - b.ordinal)
    .flatMap(({ rowId }) =>
      (seen.get(rowId) ?? [])
        .toSorted((a, b) => a.ordinal - b.ordinal)
        .map(({ sideId, locator }) => {
          const link = tables.link.get(sideId, rowId);
          return { rowId, sideId, locator, isRelinked: link?.locator !== locator };
        }),
    );
}
