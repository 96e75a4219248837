import type { DataSourceRecord, PageRecord, StoredValue } from "./record";
import { applyMirror } from "./relation";
import { savePage, type World } from "./world";

/** Puts a row into another table: cells go along where name and type agree, options and links stay behind. */
export function moveRow(world: World, page: PageRecord, target: DataSourceRecord, by: string): PageRecord {
  const source = page.dataSourceId === null ? undefined : world.state.source(page.dataSourceId);
  const values: Record<string, StoredValue> = {};
  for (const property of target.properties) {
    const same = source?.properties.find(
      (other) => other.name === property.name && other.type === property.type,
    );
    const carried = same === undefined || same.options !== undefined ? undefined : page.values[same.id];
    if (carried !== undefined) values[property.id] = carried;
  }
  if (source !== undefined) applyMirror(world, source, page, { ...page, values: {} });
  const next: PageRecord = {
    ...page,
    editedAt: world.clock.now(),
    editedBy: by,
    dataSourceId: target.id,
    parentPageId: null,
    values,
    number: target.nextNumber,
  };
  world.state.putSource({ ...target, nextNumber: target.nextNumber + 1 });
  savePage(world, next);
  applyMirror(world, target, null, next);
  return next;
}
