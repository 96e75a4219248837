import { NOT_AS_WRITTEN } from "../../rows/issues";
import type { Verified } from "../../rows/verify";
import { linksOf, type MemoryClient } from "./client";

export function verifyRegistry(
  client: MemoryClient,
  registryId: string,
  sides: { readonly all: readonly string[]; readonly required: readonly string[] },
): Verified {
  const { tables } = client;
  const rows = tables.base.of(registryId).filter(({ inScope }) => inScope);
  const links = linksOf(client, registryId).filter(({ sideId }) => sides.all.includes(sideId));
  const byRow = Map.groupBy(links, ({ rowId }) => rowId);
  const differing = new Set(
    tables.issue
      .of(registryId)
      .filter(({ open, reason }) => open && reason === NOT_AS_WRITTEN)
      .map(({ rowId }) => rowId),
  );
  const equal = rows.filter(({ rowId }) => {
    const held = byRow.get(rowId);
    if (!held || differing.has(rowId) || held.some(({ pending }) => pending)) return false;
    return held.filter(({ sideId }) => sides.required.includes(sideId)).length === sides.required.length;
  });
  return { rows: rows.length, equal: equal.length };
}
