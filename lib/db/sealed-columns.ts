import type { ClientBase } from "pg";

/** A column whose values lib/vault sealed, and what of its row they are bound to besides the organization. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column with the id that the value belongs to. */
  readonly owner: string;
  /** SQL for the field's name: a column, or a text in quotes. */
  readonly field: string;
}

/** Every sealed column there is. A column whose name holds "sealed" and that is not here fails a test. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: "credential", column: "sealed", owner: "connection_id", field: "field" },
  { table: "identity_provider", column: "sealed_secret", owner: "id", field: "'clientSecret'" },
  { table: "connect_attempt", column: "sealed_offer", owner: "id", field: "'offered'" },
  { table: "notification_channel", column: "sealed_target", owner: "id", field: "'target'" },
];

export interface SealedValue {
  readonly organizationId: string;
  readonly ownerId: string;
  readonly field: string;
  readonly sealed: string;
}

/** Where to go on after: the last value that was looked at. */
export type SealedPlace = Pick<SealedValue, "ownerId" | "field">;

const NOWHERE: SealedPlace = { ownerId: "00000000-0000-0000-0000-000000000000", field: "" };

/** Values of the transaction's organization that another key than `keyId` wrapped, in order, after `place`. */
export async function sealedByOthers(
  client: ClientBase,
  { table, column, owner, field }: SealedColumn,
  {
    keyId,
    after,
    limit,
  }: { readonly keyId: string; readonly after: SealedPlace | null; readonly limit: number },
): Promise<SealedValue[]> {
  const { ownerId, field: name } = after ?? NOWHERE;
  const { rows } = await client.query<SealedValue>(
    `select organization_id as "organizationId", ${owner} as "ownerId", ${field} as field, ${column} as sealed
       from ${table}
      where organization_id = nullif(current_setting('app.org', true), '')::uuid
        and split_part(${column}, '.', 2) <> $1 and (${owner}, ${field}) > ($2::uuid, $3)
      order by ${owner}, ${field}::text limit $4`,
    [keyId, ownerId, name, limit],
  );
  return rows;
}

/** Puts `sealed` where `value` still stands; false when it was changed or deleted meanwhile. */
export async function replaceSealed(
  client: ClientBase,
  { table, column, owner, field }: SealedColumn,
  value: SealedValue,
  sealed: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update ${table} set ${column} = $5
      where organization_id = $1 and ${owner} = $2 and ${field} = $3 and ${column} = $4`,
    [value.organizationId, value.ownerId, value.field, value.sealed, sealed],
  );
  return rowCount === 1;
}
