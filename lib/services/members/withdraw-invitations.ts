import "server-only";
import type { Caller } from "@/lib/auth/policy";
import type { Role } from "@/lib/auth/role";
import { keysEverOf } from "@/lib/db/api-keys";
import type { Scoped } from "@/lib/db/control";
import { dropInvitation, invitationsBy } from "@/lib/db/invitations";
import { publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import { callerEntry } from "../audit/caller-entry";
import { mayInvite } from "./invitation-right";

/**
 * Takes back what a person has invited, himself or by an API key, and may not as what he becomes (null: no member any
 * more). An invitation is no more than who stands behind it. Answers the entries that tell it.
 */
export async function withdrawInvitations(
  db: Scoped,
  caller: Caller,
  { personId, to }: { readonly personId: string; readonly to: Role | null },
): Promise<Entry[]> {
  const inviter = publicId("per", personId);
  const keys = (await keysEverOf(db, personId)).map((id) => publicId("key", id));
  const entries: Entry[] = [];
  for (const { id, email, role } of await invitationsBy(db, [inviter, ...keys])) {
    if (to !== null && mayInvite(to, role as Role)) continue;
    await dropInvitation(db, id);
    const target = { type: "invitation", ref: publicId("inv", id) };
    const payload = { email, role, inviter };
    entries.push(callerEntry(caller, { action: "member.uninvited", target, payload }));
  }
  return entries;
}
