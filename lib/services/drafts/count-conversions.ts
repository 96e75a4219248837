import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { ConversionsView } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function countConversions(caller: Caller, id: string): Promise<ConversionsView> {
  authorize(caller, "registry:read");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  return {
    rows: null,
    missing: { message: "Nothing was read yet.", remedy: "Read the places first." },
    conversions: [],
    problems: [],
  };
}
