import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { PlaceProposals } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function proposePlaces(caller: Caller, id: string): Promise<PlaceProposals> {
  authorize(caller, "connection:read");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  return { groups: [], problems: [] };
}
