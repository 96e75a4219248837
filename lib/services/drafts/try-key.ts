import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { AskedKey } from "./draft-input";
import type { KeyView } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function tryKey(caller: Caller, id: string, _asked: AskedKey): Promise<KeyView> {
  authorize(caller, "registry:read");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  return {
    rows: null,
    missing: { message: "Nothing was read yet.", remedy: "Read the places first." },
    result: null,
  };
}
