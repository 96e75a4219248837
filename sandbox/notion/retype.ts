import { NotionFailure } from "./failure";
import { cellText, enterValue } from "./plain-value";
import type { PropertyRecord, StoredValue } from "./record";
import type { World } from "./world";

/**
 * Converts a column's cells when its type changes: each goes through its text, and what the new type cannot
 * read is lost. No row counts as edited unless `schemaBumpsEdited` says so.
 */
export function retypeRows(
  world: World,
  change: { readonly sourceId: string; readonly from: PropertyRecord; readonly to: PropertyRecord },
  by: string,
): void {
  const source = world.state.source(change.sourceId);
  if (source === undefined) return;
  const stamp = world.settings().schemaBumpsEdited ? { editedAt: world.clock.now(), editedBy: by } : {};
  let property = change.to;
  for (const page of [...world.state.rowsOf(change.sourceId)]) {
    const text = cellText(world, page, change.from);
    const entered = convert(world, property, text);
    property = entered.property;
    world.state.putPage(
      { ...page, ...stamp, values: { ...page.values, [property.id]: entered.value } },
      null,
    );
  }
  const properties = source.properties.map((other) => (other.id === property.id ? property : other));
  world.state.putSource({ ...source, properties });
}

function convert(
  world: World,
  property: PropertyRecord,
  text: string,
): { value: StoredValue; property: PropertyRecord } {
  try {
    return enterValue(world, property, text);
  } catch (error) {
    if (error instanceof NotionFailure) return { value: null, property };
    throw error;
  }
}
