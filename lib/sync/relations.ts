import "server-only";
import type { SideRecord } from "@/lib/connectors/connector";
import type { ReferencePlace } from "@/lib/db/rows/references";
import type { RunTransaction } from "@/lib/db/run-store";
import type { Projection } from "@/lib/engine/row";
import type { Cells, Value } from "@/lib/engine/value";
import type { OpenSide } from "./sides";

/**
 * Relations between the registry's rows and a side's own references. The canonical value is a set of row ids;
 * a side holds page ids, or the target's key. Resolved in batches here, so that connectors know no database.
 */
export type Places = Readonly<Record<string, ReferencePlace | null>>;

/** Where each relation of a side points, by field id; null = the target registry is not on that connection. */
export async function placesOf(tx: RunTransaction, side: OpenSide): Promise<Places> {
  const places: Record<string, ReferencePlace | null> = {};
  for (const field of side.fields) {
    if (field.type !== "relation" || !field.target) continue;
    if (side.connector.abilities.refersByKey) {
      places[field.id] = { registryId: field.target, sideId: null };
      continue;
    }
    const sideId = await tx.sideOnConnection(field.target, side.definition.connectionId);
    places[field.id] = sideId === null ? null : { registryId: field.target, sideId };
  }
  return places;
}

const members = (value: Value | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : [];

/** Records with row ids in place of references; a reference without a row makes the cell unknown, never empty. */
export async function resolveRecords(
  tx: RunTransaction,
  places: Places,
  records: readonly SideRecord[],
): Promise<SideRecord[]> {
  let resolved = [...records];
  for (const [field, place] of Object.entries(places)) {
    const references = [...new Set(records.flatMap((record) => members(record.cells[field])))];
    const rows = place ? await tx.rowsOfReferences(place, references) : new Map<string, string>();
    resolved = resolved.map((record) => resolveCell(record, field, rows));
  }
  return resolved;
}

function resolveCell(record: SideRecord, field: string, rows: ReadonlyMap<string, string>): SideRecord {
  const references = members(record.cells[field]);
  if (references.length === 0) return record;
  const rowIds = references.map((reference) => rows.get(reference));
  if (rowIds.every((rowId) => rowId !== undefined)) {
    return { ...record, cells: { ...record.cells, [field]: [...new Set(rowIds as string[])].sort() } };
  }
  const { [field]: _unresolved, ...cells } = record.cells;
  return { ...record, cells, unknown: { ...record.unknown, [field]: "relation-without-row" } };
}

/** The side's references for row ids, loaded for a slice of rows before they are merged or written. */
export class ReferenceBook {
  private readonly byField = new Map<string, Map<string, string>>();

  async load(tx: RunTransaction, places: Places, rows: readonly (Cells | null)[]): Promise<void> {
    for (const [field, place] of Object.entries(places)) {
      const wanted = [...new Set(rows.flatMap((cells) => members(cells?.[field])))];
      this.byField.set(field, place ? await tx.referencesOfRows(place, wanted) : new Map());
    }
  }

  /** Cells with references in place of row ids; only whole sets are translated, others are left out. */
  translate(cells: Cells): Cells {
    const translated: Record<string, Value> = { ...cells };
    for (const field of this.byField.keys()) {
      const value = cells[field];
      if (value === undefined || value === null) continue;
      const references = this.references(field, value);
      if (references) translated[field] = references;
      else delete translated[field];
    }
    return translated;
  }

  /** `decode(encode(value))` of a cell on the side, relations included. */
  project(side: OpenSide, field: string, value: Value): Projection {
    if (!this.byField.has(field) || value === null) return side.connector.project(field, value);
    const references = this.references(field, value);
    if (!references) {
      return {
        ok: false,
        reason: "relation-pending",
        message: "The row it points at is not on this side yet; the relation is written when it is.",
      };
    }
    const projected = side.connector.project(field, references);
    return projected.ok ? { ok: true, value } : projected;
  }

  private references(field: string, value: Value): string[] | null {
    const book = this.byField.get(field);
    const references = members(value).map((rowId) => book?.get(rowId));
    return references.every((reference) => reference !== undefined) ? (references as string[]).sort() : null;
  }
}
