import "server-only";
import { withRows } from "@/lib/db/row-store";
import { firstRows } from "@/lib/db/rows/browse-base";
import type { Cells } from "@/lib/engine/value";

/** As many rows as are looked at while somebody waits for the answer. */
const ROWS_LOOKED_AT = 20_000;

/** The rows that a schema is proposed from or tried on: the first ones by key. */
export const rowsOfRegistry = (organizationId: string, registryId: string): Promise<Cells[]> =>
  withRows(organizationId, (client) => firstRows(client, registryId, ROWS_LOOKED_AT));
