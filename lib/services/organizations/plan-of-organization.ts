import "server-only";
import { type Plan, planOf } from "@/lib/billing/plans";
import type { Scoped } from "@/lib/db/control";
import { findOrganization } from "@/lib/db/organizations";

/** What the organization of this transaction may do. */
export async function planOfOrganization(db: Scoped, organizationId: string): Promise<Plan> {
  const organization = await findOrganization(db, organizationId);
  return planOf(organization?.plan ?? "");
}
