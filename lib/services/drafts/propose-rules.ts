import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { RuleProposalsView } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function proposeRules(caller: Caller, id: string): Promise<RuleProposalsView> {
  authorize(caller, "registry:read");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  return {
    rows: null,
    missing: { message: "Nothing was read yet.", remedy: "Read the places first." },
    proposals: [],
    taken: { failing: 0, checked: 0, problem: null },
  };
}
