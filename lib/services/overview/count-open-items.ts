import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withRows } from "@/lib/db/row-store";
import { listDrifts } from "@/lib/db/rows/attention";
import { listHealth } from "@/lib/db/rows/registry-health";
import { publicId } from "@/lib/ids";

export interface OpenItems {
  readonly held: number;
  readonly conflicts: number;
  readonly issues: number;
  /** Rows and records that the last drift check found different unexplained, where no run has written since. */
  readonly drifted: number;
}

/** What waits for people, by registry. */
export async function countOpenItems(caller: Caller): Promise<ReadonlyMap<string, OpenItems>> {
  authorize(caller, "registry:read");
  const { health, drifts } = await withRows(caller.organizationId, async (client) => ({
    health: await listHealth(client),
    drifts: await listDrifts(client),
  }));
  const drifted = new Map(drifts.map((one) => [one.registryId, one.drifted]));
  return new Map(
    health.map(({ registryId, held, conflicts, issues }) => [
      publicId("reg", registryId),
      { held, conflicts, issues, drifted: drifted.get(registryId) ?? 0 },
    ]),
  );
}
