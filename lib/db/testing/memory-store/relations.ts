import type { ReferencePlace } from "../../rows/references";
import { type MemoryClient, registryOf } from "./client";
import { WHOLE } from "./tables";

/** What one registry's rows are to another's. */

const firstPart = (key: string): string => (JSON.parse(key) as string[])[0] ?? "";

export function rowsOfReferences(
  { tables }: MemoryClient,
  place: ReferencePlace,
  references: readonly string[],
): Map<string, string> {
  if (references.length === 0) return new Map();
  if (place.sideId === null) {
    const keys = new Set(references.map((reference) => JSON.stringify([reference])));
    const rows = tables.base.of(place.registryId).filter(({ key }) => keys.has(key));
    return new Map(rows.map(({ key, rowId }) => [firstPart(key), rowId]));
  }
  const links = tables.link.of(place.sideId).filter(({ locator }) => references.includes(locator));
  return new Map(links.map(({ locator, rowId }) => [locator, rowId]));
}

export function referencesOfRows(
  { tables }: MemoryClient,
  place: ReferencePlace,
  rowIds: readonly string[],
): Map<string, string> {
  if (rowIds.length === 0) return new Map();
  if (place.sideId === null) {
    const rows = tables.base.of(place.registryId).filter(({ rowId }) => rowIds.includes(rowId));
    return new Map(rows.map(({ key, rowId }) => [rowId, firstPart(key)]));
  }
  const links = tables.link.of(place.sideId).filter(({ rowId }) => rowIds.includes(rowId));
  return new Map(links.map(({ locator, rowId }) => [rowId, locator]));
}

export function sideOnConnection(
  client: MemoryClient,
  registryId: string,
  connectionId: string,
): string | null {
  const sides = registryOf(client, registryId)?.sides.filter((side) => side.connectionId === connectionId);
  return sides?.toSorted((a, b) => a.position - b.position)[0]?.id ?? null;
}

interface Place {
  readonly registryId: string;
  readonly runId: string;
}

export function orphansOfPlan({ tables }: MemoryClient, { registryId, runId }: Place): number {
  const deleted = tables.decision.of(runId).filter(({ outcome }) => outcome === "deleted");
  if (deleted.length === 0) return 0;
  const gone = new Set<unknown>(deleted.map(({ rowId }) => rowId));
  const pointing = tables.registry.of(WHOLE).flatMap(({ id, fields }) => {
    const relations = fields.filter(({ target }) => target === registryId);
    return relations.flatMap((field) => tables.base.of(id).map(({ cells }) => cells[field.id]));
  });
  return pointing.flatMap((value) => (Array.isArray(value) ? value : [])).filter((member) => gone.has(member))
    .length;
}

const WAITING: ReadonlySet<string> = new Set(["relation-without-row", "relation-pending"]);

export function registriesWaitingFor({ tables }: MemoryClient, { registryId, runId }: Place): string[] {
  const hasMoved =
    tables.version.of(registryId).some((version) => version.runId === runId) ||
    tables.plan.of(runId).some(({ op, status }) => op === "create" && status === "done");
  if (!hasMoved) return [];
  const waiting = tables.registry
    .of(WHOLE)
    .filter(
      ({ id, fields }) =>
        fields.some(({ target }) => target === registryId) &&
        tables.issue.of(id).some(({ open, reason }) => open && WAITING.has(reason)),
    );
  return waiting.map(({ id }) => id);
}

export function markDirty(client: MemoryClient, registryIds: readonly string[]): void {
  for (const id of registryIds) {
    const registry = registryOf(client, id);
    if (registry) client.tables.registry.update(registry, { dirty: true });
  }
}
