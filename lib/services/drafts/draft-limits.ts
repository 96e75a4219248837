import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import type { DraftLimits } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function draftLimits(caller: Caller, id: string): Promise<DraftLimits> {
  authorize(caller, "registry:read");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  throw new AppError("upstream-unavailable", "Not computed yet.");
}
