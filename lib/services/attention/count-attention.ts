import "server-only";
import { authorize, type Caller, hasPermission } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listRegistries } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { countWaiting } from "@/lib/db/rows/waiting";
import { countHeldRuns } from "@/lib/db/runs";
import { listEndedConnections } from "../connections/browse-connections";

export interface AttentionCountView {
  /** Held runs, conflicts that nobody has decided on, rows with open issues, connections to be mended. */
  readonly count: number;
}

/** How much waits for a person, as `listAttention` and `listEndedConnections` list it; 0 for who may see none of it. */
export async function countAttention(caller: Caller): Promise<AttentionCountView> {
  authorize(caller, "organization:read");
  const [ended, ofRegistries] = await Promise.all([
    hasPermission(caller, "connection:read") ? listEndedConnections(caller) : [],
    hasPermission(caller, "registry:read") ? countInRegistries(caller) : 0,
  ]);
  return { count: ended.length + ofRegistries };
}

async function countInRegistries({ organizationId }: Caller): Promise<number> {
  const { held, registryIds } = await withOrg(organizationId, async (db) => ({
    held: await countHeldRuns(db),
    registryIds: (await listRegistries(db)).map(({ id }) => id),
  }));
  return held + (await withRows(organizationId, (client) => countWaiting(client, registryIds)));
}
