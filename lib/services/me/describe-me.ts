import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type Plan, planOf } from "@/lib/billing/plans";
import { type RowNotice, rowNotice } from "@/lib/billing/row-limit";
import { withOrg } from "@/lib/db/control";
import { type Closing, findOrganization, usageOf } from "@/lib/db/organizations";
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
  /** While the organization is being deleted. */
  readonly closing: { readonly purgeAt: string; readonly isPurging: boolean } | null;
  /** From 80 % of the plan's rows on: where that stands, and the way out. */
  readonly notice: NoticeView | null;
}

export interface NoticeView {
  readonly standing: RowNotice["standing"];
  readonly message: string;
  readonly remedy: string;
  /** When registries are paused unless something changes. */
  readonly pausesAt: string | null;
}

export async function describeMe(caller: Caller, now = new Date()): Promise<MeView> {
  authorize(caller, "organization:read");
  return withOrg(caller.organizationId, async (db) => {
    const organization = await findOrganization(db, caller.organizationId);
    if (!organization) throw new AppError("not-found", "There is no such organization.");
    const limits = planOf(organization.plan);
    const usage = await usageOf(db);
    const use = { rows: usage.rows, overSince: organization.rowsOverSince };
    return {
      organization: { id: publicId("org", organization.id), name: organization.name },
      role: caller.role,
      scopes: [...caller.scopes].sort(),
      plan: organization.plan,
      limits,
      usage,
      closing: closingView(organization.closing),
      notice: noticeView(rowNotice(limits, use, now)),
    };
  });
}

const closingView = (closing: Closing | null): MeView["closing"] =>
  closing && { purgeAt: closing.purgeAt.toISOString(), isPurging: closing.isPurging };

const noticeView = (notice: RowNotice | null): NoticeView | null =>
  notice && { ...notice, pausesAt: notice.pausesAt?.toISOString() ?? null };
