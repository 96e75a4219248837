import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import type { TriedView } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function tryDraft(
  caller: Caller,
  id: string,
  _input: { readonly revision: number },
): Promise<TriedView> {
  authorize(caller, "registry:write");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  throw new AppError("upstream-unavailable", "Not made yet.");
}
