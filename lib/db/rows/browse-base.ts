import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";

/** The merged rows within the registry's filter, by key, at most `limit`. */
export async function firstRows(client: RowClient, registryId: string, limit: number): Promise<Cells[]> {
  const { rows } = await client.query<{ cells: Cells }>(
    "select cells from rows.base where registry_id = $1 and in_scope order by key limit $2",
    [registryId, limit],
  );
  return rows.map(({ cells }) => cells);
}
