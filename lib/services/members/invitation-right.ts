import "server-only";
import { type Caller, rolesFor } from "@/lib/auth/policy";
import type { Role } from "@/lib/auth/role";
import { findApiKey } from "@/lib/db/api-keys";
import type { Scoped } from "@/lib/db/control";
import { heldMembers } from "@/lib/db/members";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";

/** Whether a member of one role may invite as another: only an owner invites owners. */
export const mayInvite = (by: Role, as: Role): boolean =>
  rolesFor("member:write").includes(by) && (as !== "owner" || by === "owner");

/**
 * Asks once more, of the members as they are held until the transaction ends: who was removed or lost the role since
 * the call came in would leave an invitation behind those that were taken back with it. Throws AppError `forbidden`.
 */
export async function requireInviter(db: Scoped, caller: Caller, as: Role): Promise<void> {
  const members = await heldMembers(db, caller.organizationId);
  const person = await personBehind(db, caller);
  const isServiceKey = person === null;
  const member = members.find(({ personId }) => personId === person);
  if (isServiceKey || (member && mayInvite(member.role as Role, as))) return;
  throw new AppError("forbidden", "You may not invite to this organization any more.", {
    remedy: "Ask an owner.",
  });
}

/** Whose role counts; null for a service key, undefined for a key that was revoked. */
async function personBehind(db: Scoped, { actor }: Caller): Promise<string | null | undefined> {
  if (actor.type === "person") return uuidOf("per", actor.ref) ?? undefined;
  const key = uuidOf("key", actor.ref);
  return key ? (await findApiKey(db, key))?.personId : undefined;
}
