import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { MappingProposal } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function proposeMapping(caller: Caller, id: string): Promise<MappingProposal> {
  authorize(caller, "registry:read");
  const { body } = await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  return { fields: [], unmapped: [], change: { fields: body.fields, sides: body.sides } };
}
