import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withRows } from "@/lib/db/row-store";
import { listHealth } from "@/lib/db/rows/registry-health";
import { publicId } from "@/lib/ids";

export interface OpenItems {
  readonly held: number;
  readonly conflicts: number;
  readonly issues: number;
  /** All of these. */
  readonly count: number;
}

/** What waits for people, by registry. */
export async function countOpenItems(caller: Caller): Promise<ReadonlyMap<string, OpenItems>> {
  authorize(caller, "registry:read");
  const health = await withRows(caller.organizationId, (client) => listHealth(client));
  return new Map(
    health.map(({ registryId, held, conflicts, issues }) => [
      publicId("reg", registryId),
      { held, conflicts, issues, count: held + conflicts + issues },
    ]),
  );
}
