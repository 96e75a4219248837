import type { RowClient } from "../row-store";

/** How a side refers to rows of the registry a relation points into. */
export interface ReferencePlace {
  readonly registryId: string;
  /** The target registry's side on the same system; null = references are the target's key there. */
  readonly sideId: string | null;
}

/** Row ids by the side's own references; a reference without a row has no entry. */
export async function rowsOfReferences(
  client: RowClient,
  place: ReferencePlace,
  references: readonly string[],
): Promise<Map<string, string>> {
  if (references.length === 0) return new Map();
  if (place.sideId === null) {
    const { rows } = await client.query<{ reference: string; row_id: string }>(
      `select b.key as reference, b.row_id from rows.base b where b.registry_id = $1 and b.key = any($2::text[])`,
      [place.registryId, references.map((reference) => JSON.stringify([reference]))],
    );
    return new Map(rows.map((row) => [(JSON.parse(row.reference) as string[])[0] ?? "", row.row_id]));
  }
  const { rows } = await client.query<{ reference: string; row_id: string }>(
    "select locator as reference, row_id from rows.link where side_id = $1 and locator = any($2::text[])",
    [place.sideId, references],
  );
  return new Map(rows.map((row) => [row.reference, row.row_id]));
}

/** The side's references by row id; a row that is not on the side yet has no entry. */
export async function referencesOfRows(
  client: RowClient,
  place: ReferencePlace,
  rowIds: readonly string[],
): Promise<Map<string, string>> {
  if (rowIds.length === 0) return new Map();
  if (place.sideId === null) {
    const { rows } = await client.query<{ key: string; row_id: string }>(
      "select key, row_id from rows.base where registry_id = $1 and row_id = any($2::uuid[])",
      [place.registryId, rowIds],
    );
    return new Map(rows.map((row) => [row.row_id, (JSON.parse(row.key) as string[])[0] ?? ""]));
  }
  const { rows } = await client.query<{ locator: string; row_id: string }>(
    "select locator, row_id from rows.link where side_id = $1 and row_id = any($2::uuid[])",
    [place.sideId, rowIds],
  );
  return new Map(rows.map((row) => [row.row_id, row.locator]));
}

/** The side of a registry that lives on a connection: where its records' ids can be used. */
export async function sideOnConnection(
  client: RowClient,
  registryId: string,
  connectionId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    "select id from public.side where registry_id = $1 and connection_id = $2 order by position limit 1",
    [registryId, connectionId],
  );
  return rows[0]?.id ?? null;
}
