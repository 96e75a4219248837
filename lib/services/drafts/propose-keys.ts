import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { KeyCandidatesView } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function proposeKeys(caller: Caller, id: string): Promise<KeyCandidatesView> {
  authorize(caller, "registry:read");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  return {
    rows: null,
    missing: { message: "Nothing was read yet.", remedy: "Read the places first." },
    candidates: [],
  };
}
