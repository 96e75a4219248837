import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import type { StartedView } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function startDraft(
  caller: Caller,
  id: string,
  _input: { readonly revision: number; readonly as: "sync" | "shadow" },
): Promise<StartedView> {
  authorize(caller, "run:start");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  throw new AppError("upstream-unavailable", "Not made yet.");
}
