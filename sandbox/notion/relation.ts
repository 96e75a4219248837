import type { DataSourceRecord, PageRecord } from "./record";
import { savePage, type World } from "./world";

/**
 * Brings the other sides of dual relations in line after a row was written. The other rows'
 * `last_edited_time` does not move: only what was edited itself counts as edited.
 */
export function applyMirror(
  world: World,
  source: DataSourceRecord,
  before: PageRecord | null,
  after: PageRecord,
): void {
  for (const property of source.properties) {
    const { syncedId } = property;
    if (syncedId === undefined) continue;
    const had = idsIn(before, property.id);
    const has = idsIn(after, property.id);
    for (const id of had)
      if (!has.includes(id)) mirror(world, id, syncedId, (ids) => ids.filter((at) => at !== after.id));
    for (const id of has)
      if (!had.includes(id)) mirror(world, id, syncedId, (ids) => [...new Set([...ids, after.id])]);
  }
}

function idsIn(page: PageRecord | null, propertyId: string): readonly string[] {
  const value = page?.values[propertyId];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function mirror(
  world: World,
  pageId: string,
  propertyId: string,
  change: (ids: readonly string[]) => readonly string[],
): void {
  const page = world.state.page(pageId);
  if (page === undefined) return;
  savePage(world, { ...page, values: { ...page.values, [propertyId]: change(idsIn(page, propertyId)) } });
}
