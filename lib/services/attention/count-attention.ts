import "server-only";
import { authorize, type Caller, hasPermission } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listRegistries, type RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { listDrifts } from "@/lib/db/rows/attention";
import { countWaiting } from "@/lib/db/rows/waiting";
import { countHeldRuns } from "@/lib/db/runs";
import { listEndedConnections } from "../connections/browse-connections";
import { newColumnsOf } from "../registries/new-columns";
import { isStopped } from "./attention-group";

export interface AttentionCountView {
  /**
   * Held runs, conflicts that nobody has decided on, rows with open issues, connections to be mended, registries that
   * were stopped or have drifted, and columns that are new on a side.
   */
  readonly count: number;
}

/** How much waits for a person, as `listAttention` lists it by cause; 0 for who may see none of it. */
export async function countAttention(caller: Caller): Promise<AttentionCountView> {
  authorize(caller, "organization:read");
  const [ended, ofRegistries] = await Promise.all([
    countEnded(caller),
    hasPermission(caller, "registry:read") ? countInRegistries(caller) : 0,
  ]);
  return { count: ended + ofRegistries };
}

/** Connections to be mended; 0 for who may see none. */
export async function countEnded(caller: Caller): Promise<number> {
  return hasPermission(caller, "connection:read") ? (await listEndedConnections(caller)).length : 0;
}

/** What of the registries waits for a person: `held` runs, `rows` with conflicts or issues, registries that drifted. */
export function countOfRegistries(
  registries: readonly RegistryDefinition[],
  { held, rows, drifts }: { readonly held: number; readonly rows: number; readonly drifts: number },
): number {
  const stopped = registries.filter(isStopped).length;
  const columns = registries.reduce((sum, registry) => sum + newColumnsOf(registry).length, 0);
  return stopped + held + drifts + rows + columns;
}

async function countInRegistries({ organizationId }: Caller): Promise<number> {
  const { held, registries } = await withOrg(organizationId, async (db) => ({
    held: await countHeldRuns(db),
    registries: await listRegistries(db),
  }));
  const ids = registries.map(({ id }) => id);
  const counts = await withRows(organizationId, async (client) => ({
    rows: await countWaiting(client, ids),
    drifts: (await listDrifts(client)).length,
  }));
  return countOfRegistries(registries, { held, ...counts });
}
