import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findLastCertificate } from "@/lib/db/drift-certificates";
import { withRows } from "@/lib/db/row-store";
import { listApprovals, listHealth } from "@/lib/db/rows/registry-health";
import { requireRegistry } from "./browse-registries";
import { type Compliance, complianceOf } from "./compliance-score";
import { APPROVAL_DAYS, measureCompliance } from "./measure-compliance";

const DAY_MS = 86_400_000;

export interface RegistryCompliance extends Compliance {
  /** Rows that all sides hold as they are, that have an open error, and that not every side has acknowledged yet. */
  readonly rows: { readonly ok: number; readonly failed: number; readonly waiting: number };
}

/** The registry's compliance score with the parts that it is made of, and how its rows stand. */
export async function getCompliance(
  caller: Caller,
  registryId: string,
  now = new Date(),
): Promise<RegistryCompliance> {
  authorize(caller, "registry:read");
  const { registry, found } = await withOrg(caller.organizationId, async (db) => {
    const own = await requireRegistry(db, registryId);
    return { registry: own, found: await findLastCertificate(db, own.id) };
  });
  const since = new Date(now.getTime() - APPROVAL_DAYS * DAY_MS);
  const [[health], [approvals]] = await withRows(caller.organizationId, async (client) => [
    await listHealth(client, registry.id),
    await listApprovals(client, since, registry.id),
  ]);
  const check = found ? { ...found.certificate, registryId: registry.id } : undefined;
  const { failed = 0, waiting = 0 } = health ?? {};
  const rows = { ok: Math.max(0, registry.rowCount - failed - waiting), failed, waiting };
  return { ...complianceOf(measureCompliance([{ registry, health, check, approvals }], now)), rows };
}
