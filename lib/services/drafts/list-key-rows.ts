import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { ListPage } from "../runs/browse-runs";
import type { AskedKey } from "./draft-input";
import type { KeyRow } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function listKeyRows(
  caller: Caller,
  id: string,
  _asked: AskedKey & {
    readonly of: string;
    readonly side?: string | undefined;
    readonly cursor: string | null;
  },
): Promise<ListPage<KeyRow>> {
  authorize(caller, "registry:read");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  return { data: [], nextCursor: null };
}
