import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Role } from "@/lib/auth/role";
import { revokeKeysOf } from "@/lib/db/api-keys";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { requiredProviders } from "@/lib/db/identity-providers";
import { changeMemberRole, heldMembers, removeMember as removeStored } from "@/lib/db/members";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { judgeRoleChange } from "./role-change";
import { withdrawInvitations } from "./withdraw-invitations";

/**
 * Gives a member another role; it counts from the next request on, in the member's API keys too, and invitations that it
 * does not allow are taken back.
 */
export async function changeRole(caller: Caller, id: string, role: Role, now = new Date()): Promise<void> {
  authorize(caller, "member:write");
  await withOrg(caller.organizationId, async (db) => {
    const { personId, role: before } = await judged(db, caller, { id, to: role });
    if (before === role) return;
    await changeMemberRole(db, personId, role);
    const payload = { before, after: role };
    const changed = callerEntry(caller, {
      action: "member.changed",
      target: { type: "person", ref: id },
      payload,
    });
    await record(db, [changed, ...(await withdrawInvitations(db, caller, { personId, to: role }))], now);
  });
}

/**
 * Takes somebody out of the organization, with the API keys that speak for the person and the invitations that he has
 * open. Everybody may leave.
 */
export async function removeMember(caller: Caller, id: string, now = new Date()): Promise<void> {
  if (!isSelf(caller, id)) authorize(caller, "member:write");
  await withOrg(caller.organizationId, async (db) => {
    const { personId, role } = await judged(db, caller, { id, to: null });
    const keys = await revokeKeysOf(db, personId, now);
    await removeStored(db, personId);
    const payload = { role, apiKeys: keys.map((key) => publicId("key", key)) };
    const removed = callerEntry(caller, {
      action: "member.removed",
      target: { type: "person", ref: id },
      payload,
    });
    await record(db, [removed, ...(await withdrawInvitations(db, caller, { personId, to: null }))], now);
  });
}

const isSelf = ({ actor }: Caller, id: string): boolean => actor.type === "person" && actor.ref === id;

/** The member as he is, if the change may be; all members are held still until it is done. */
async function judged(
  db: Scoped,
  caller: Caller,
  { id, to }: { readonly id: string; readonly to: Role | null },
): Promise<{ personId: string; role: Role }> {
  const members = await heldMembers(db, caller.organizationId);
  const uuid = uuidOf("per", id);
  const member = members.find(({ personId }) => personId === uuid);
  if (!member) throw new AppError("not-found", "There is no such member.");
  const breakGlass = members.filter(({ isBreakGlass }) => isBreakGlass);
  const isRequired = (await requiredProviders(db)).length > 0;
  const verdict = judgeRoleChange({
    by: caller.role,
    from: member.role as Role,
    to,
    owners: members.filter(({ role }) => role === "owner").length,
    isLastBreakGlass: isRequired && member.isBreakGlass && breakGlass.length === 1,
    isSelf: isSelf(caller, id),
  });
  if (!verdict.ok) throw REFUSALS[verdict.why]();
  return { personId: member.personId, role: member.role as Role };
}

const REFUSALS = {
  "owners-only": () =>
    new AppError("forbidden", "Only an owner decides who is an owner.", { remedy: "Ask an owner." }),
  "last-owner": () =>
    new AppError("stale", "An organization keeps at least one owner.", {
      remedy: "Make somebody else an owner first.",
    }),
  "last-break-glass": () =>
    new AppError("stale", "This is the only owner who comes in if the identity provider is down.", {
      remedy: "Choose another owner for it first, under Sign-in.",
    }),
};
