import "server-only";
import type { RunTransaction } from "@/lib/db/run-store";
import { matchKey } from "@/lib/engine/canonical";
import type { Value } from "@/lib/engine/value";
import type { RunSession } from "./session";

/**
 * Records under the key of a row that is to come back are that row's again: those kept out when the run that took them
 * up was undone, and those that people have made again by hand. Else the row would be made a second time beside them.
 */
export async function readmit(
  { registry, run }: RunSession,
  tx: RunTransaction,
  rowIds: readonly string[],
): Promise<void> {
  if (rowIds.length === 0) return;
  const gone = await tx.goneRows(registry.id, rowIds);
  const formOf = (key: string): string => {
    const parts = JSON.parse(key) as Value[];
    const cells = Object.fromEntries(registry.key.map((field, at) => [field, parts[at] ?? null]));
    return matchKey(cells, registry.key, registry.normalise) ?? key;
  };
  const rows = gone.map(({ rowId, key }) => ({ rowId, form: formOf(key) }));
  await tx.readmitRecords({ runId: run.id, registryId: registry.id }, rows);
}
