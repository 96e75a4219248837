import type { LostRecord, UnknownRecord } from "../../rows/renames";
import { formOf, type MemoryClient } from "./client";

const MOST = 5_000;

interface Place {
  readonly runId: string;
  readonly sideId: string;
}

export function lostRecords({ tables }: MemoryClient, { runId, sideId }: Place): LostRecord[] {
  const lost = tables.obs.of(runId).flatMap((seen) => {
    if (seen.sideId !== sideId || seen.state !== "absent" || seen.rowId === null) return [];
    const link = tables.link.get(sideId, seen.rowId);
    const base = link && tables.base.get(link.registryId, seen.rowId);
    return link && base ? [{ rowId: seen.rowId, cells: link.acknowledged ?? base.cells }] : [];
  });
  return lost.length > MOST ? [] : lost;
}

export function unknownRecords(
  { tables }: MemoryClient,
  { runId, registryId, sideId }: Place & { readonly registryId: string },
): UnknownRecord[] {
  const seen = tables.obs.of(runId);
  const exclusions = tables.exclusion.of(registryId);
  const known = new Set([
    ...seen.filter((one) => one.sideId !== sideId).map(formOf),
    ...tables.base.of(registryId).map(formOf),
    ...exclusions.map(({ key }) => key),
  ]);
  // Null equals nothing, itself included.
  known.delete(null);
  const keptOut = new Set(exclusions.flatMap((one) => (one.sideId === sideId ? [one.locator] : [])));
  const unknown = seen.filter(
    (one) =>
      one.sideId === sideId &&
      one.state === "present" &&
      one.rowId === null &&
      one.unknown === null &&
      !known.has(formOf(one)) &&
      !keptOut.has(one.locator),
  );
  if (unknown.length > MOST) return [];
  return unknown.map(({ locator, cells }) => ({ locator, cells: cells as UnknownRecord["cells"] }));
}

export function takeForRenamed(
  { tables }: MemoryClient,
  { runId, sideId }: Place,
  renames: readonly { readonly rowId: string; readonly locator: string }[],
): void {
  const rows = new Map(renames.map(({ locator, rowId }) => [locator, rowId]));
  const lost = new Set(renames.map(({ rowId }) => rowId));
  for (const seen of tables.obs.of(runId)) {
    if (seen.sideId !== sideId) continue;
    const rowId = rows.get(seen.locator);
    if (rowId !== undefined && seen.state === "present") tables.obs.update(seen, { rowId });
    if (seen.state === "absent" && lost.has(seen.rowId ?? "")) tables.obs.update(seen, { state: "renamed" });
  }
}

export function readmitRecords(
  { tables }: MemoryClient,
  { runId, registryId }: { readonly runId: string; readonly registryId: string },
  rows: readonly { readonly rowId: string; readonly form: string }[],
): void {
  const inBase = new Set(tables.base.of(registryId).map(formOf));
  const gone = new Map<string | null, string>(
    rows.flatMap(({ form, rowId }) => (inBase.has(form) ? [] : [[form, rowId]])),
  );
  for (const seen of tables.obs.of(runId)) {
    const rowId = gone.get(formOf(seen));
    if (rowId !== undefined && seen.rowId === null && seen.state === "present")
      tables.obs.update(seen, { rowId });
  }
}
