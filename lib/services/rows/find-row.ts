import "server-only";
import type { Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listRegistries } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { findRegistryOfRow, type RowPlace } from "@/lib/db/rows/life-line";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";

/** Where the row behind a public id is, or was; `not-found` for anything else, another organization's included. */
export async function requireRow(caller: Caller, id: string): Promise<RowPlace> {
  const rowId = uuidOf("row", id);
  const registries = rowId ? await withOrg(caller.organizationId, listRegistries) : [];
  const registryId =
    rowId &&
    (await withRows(caller.organizationId, (client) =>
      findRegistryOfRow(client, { registryIds: registries.map((registry) => registry.id), rowId }),
    ));
  if (!rowId || !registryId) throw new AppError("not-found", "There is no such row.");
  return { registryId, rowId };
}
