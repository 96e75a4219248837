import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findRegistry, type RegistryDefinition, type SideDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { findRow, type RowNow } from "@/lib/db/rows/life-line";
import { type Cells, type Value, valuesEqual } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { requireRow } from "./find-row";
import { type ReadableValue, readableValues } from "./relation-keys";

export interface RowDetailView {
  readonly id: string;
  readonly registryId: string;
  readonly key: readonly string[];
  /** By field name; null = the row is deleted. */
  readonly cells: Readonly<Record<string, Value>> | null;
  readonly version: number;
  readonly updatedAt: string;
  /** Within the registry's filter; outside it the row stands still. */
  readonly inScope: boolean;
  readonly sides: readonly RowSideView[];
}

/** One side's part in a row, as of what the side answered last. */
export interface RowSideView {
  readonly side: string;
  readonly holds: boolean;
  readonly equal: boolean;
  /** The cells that it is known to hold otherwise. */
  readonly differs: readonly { readonly field: string; readonly value: Value }[];
}

/** One row as it is, side by side. */
export async function getRow(caller: Caller, id: string): Promise<RowDetailView> {
  authorize(caller, "registry:read");
  const place = await requireRow(caller, id);
  const registry = await withOrg(caller.organizationId, (db) => findRegistry(db, place.registryId));
  if (!registry) throw new AppError("not-found", "There is no such row.");
  const { row, readable } = await withRows(caller.organizationId, async (client) => {
    const found = await findRow(client, place);
    const held = found?.links.map((link) => link.acknowledged) ?? [];
    const cells = [found?.cells ?? null, ...held].flatMap((one) => Object.entries(one ?? {}));
    return { row: found, readable: await readableValues(client, registry.fields, cells) };
  });
  if (!row) throw new AppError("not-found", "There is no such row.");
  return rowView(place.rowId, { row, registry, readable });
}

interface Seen {
  readonly row: RowNow;
  readonly registry: RegistryDefinition;
  readonly readable: ReadableValue;
}

function rowView(rowId: string, seen: Seen): RowDetailView {
  const { row, registry, readable } = seen;
  return {
    id: publicId("row", rowId),
    registryId: publicId("reg", registry.id),
    key: JSON.parse(row.key) as string[],
    cells: row.cells && named(row.cells, registry, readable),
    version: row.version,
    updatedAt: row.at.toISOString(),
    inScope: row.inScope,
    sides: registry.sides.map((side) => sideView(side, seen)),
  };
}

export function named(
  cells: Cells,
  { fields }: Pick<RegistryDefinition, "fields">,
  readable: ReadableValue,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    fields.flatMap(({ id, name }) => {
      const value = cells[id];
      return value === undefined ? [] : [[name, readable(id, value)]];
    }),
  );
}

function sideView(side: SideDefinition, { row, registry, readable }: Seen): RowSideView {
  const link = row.links.find((held) => held.sideId === side.id);
  const known = link?.acknowledged ?? null;
  const mapped = side.mappings.filter(({ direction }) => direction !== "off").map(({ field }) => field);
  const differs = registry.fields.flatMap(({ id, name }) => {
    const [held, merged] = [known?.[id] ?? null, row.cells?.[id] ?? null];
    if (known === null || !mapped.includes(id) || valuesEqual(held, merged)) return [];
    return [{ field: name, value: readable(id, held) }];
  });
  return {
    side: publicId("sid", side.id),
    holds: link !== undefined,
    equal: row.cells !== null && link !== undefined && !link.pending && differs.length === 0,
    differs,
  };
}
