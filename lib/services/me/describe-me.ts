import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type Plan, planOf } from "@/lib/billing/plans";
import { withOrg } from "@/lib/db/control";
import { findOrganization, usageOf } from "@/lib/db/organizations";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";

export interface MeView {
  readonly organization: { readonly id: string; readonly name: string };
  readonly role: string | null;
  readonly scopes: readonly string[];
  readonly plan: string;
  /** What the plan holds. */
  readonly limits: Plan;
  readonly usage: { readonly registries: number; readonly rows: number };
}

export async function describeMe(caller: Caller): Promise<MeView> {
  authorize(caller, "organization:read");
  return withOrg(caller.organizationId, async (db) => {
    const organization = await findOrganization(db, caller.organizationId);
    if (!organization) throw new AppError("not-found", "There is no such organization.");
    return {
      organization: { id: publicId("org", organization.id), name: organization.name },
      role: caller.role,
      scopes: [...caller.scopes].sort(),
      plan: organization.plan,
      limits: planOf(organization.plan),
      usage: await usageOf(db),
    };
  });
}
