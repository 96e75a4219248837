import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { ROLES } from "@/lib/auth/role";
import { newToken, tokenHash } from "@/lib/auth/token";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { dropInvitation, listInvitations, placeInvitation } from "@/lib/db/invitations";
import { membersOf } from "@/lib/db/members";
import { findOrganization } from "@/lib/db/organizations";
import { namesOf } from "@/lib/db/resolve";
import { sendMail } from "@/lib/egress/send-mail";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { invitationLetter } from "@/lib/mail/letters";
import { callerEntry } from "../audit/caller-entry";
import { requireInviter } from "./invitation-right";
import { limitLetters } from "./limit-letters";
import { type InvitationView, invitationView } from "./member-view";

export const INVITATION_DAYS = 7;

/** Open at the same time; how many letters go out is limited by itself. */
const MOST_OPEN = 100;

export const invitationInput = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  role: z.enum(ROLES).describe("What the person becomes; only an owner invites owners"),
});
export type InvitationInput = z.infer<typeof invitationInput>;

/**
 * Invites somebody by mail; a second invitation to one address takes the place of the first. The link is in the mail
 * alone, and opens the organization only to who signs in with that address. Kept is what the mail went out for: if it
 * cannot be sent, an earlier invitation stays as it is.
 */
export async function inviteMember(
  caller: Caller,
  { email, role }: InvitationInput,
  now = new Date(),
): Promise<InvitationView> {
  authorize(caller, "member:write");
  if (role === "owner" && caller.role !== "owner")
    throw new AppError("forbidden", "Only an owner decides who is an owner.", { remedy: "Ask an owner." });
  if ((await membersOf(caller.organizationId)).some((member) => member.email === email))
    throw new AppError("invalid-input", "This person is a member already.", {
      paths: [{ path: "/email", message: "This person is a member already." }],
    });
  const organization = await withOrg(caller.organizationId, async (db) => {
    await requireRoom(db, email, now);
    return (await findOrganization(db, caller.organizationId))?.name ?? "";
  });
  await limitLetters(caller.organizationId, email);
  const token = newToken();
  const url = new URL(`/invitations/${token}`, env().APP_URL).href;
  const letter = invitationLetter(url, { organization, inviter: await inviterOf(caller), role });
  await sendMail({ to: email, ...letter });
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * 24 * 60 * 60 * 1000);
  const invitation = { id: newUuid(), email, role, invitedBy: caller.actor, createdAt: now, expiresAt };
  await withOrg(caller.organizationId, async (db) => {
    await requireInviter(db, caller, role);
    await placeInvitation(db, caller.organizationId, { ...invitation, tokenHash: tokenHash(token) });
    const target = { type: "invitation", ref: publicId("inv", invitation.id) };
    const payload = { email, role };
    await record(db, [callerEntry(caller, { action: "member.invited", target, payload })], now);
  });
  return invitationView(invitation);
}

/** Those whose links still open something count, and not one that would take another's place. */
async function requireRoom(db: Scoped, email: string, now: Date): Promise<void> {
  const others = (await listInvitations(db)).filter((one) => one.expiresAt > now && one.email !== email);
  if (others.length >= MOST_OPEN)
    throw new AppError("limit-reached", `${MOST_OPEN} invitations are open.`, {
      remedy: "Take back those that are no longer meant.",
    });
}

async function inviterOf({ organizationId, actor }: Caller): Promise<string> {
  const uuid = uuidOf("per", actor.ref);
  const [person] = uuid ? await namesOf(organizationId, [uuid]) : [];
  return person?.name ?? "Somebody";
}

/** Takes an invitation back: its link opens nothing any more. */
export async function takeBackInvitation(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "member:write");
  await withOrg(caller.organizationId, async (db) => {
    const uuid = uuidOf("inv", id);
    const dropped = uuid && (await dropInvitation(db, uuid));
    if (!dropped) throw new AppError("not-found", "There is no such invitation.");
    const payload = { email: dropped.email, role: dropped.role };
    const target = { type: "invitation", ref: id };
    await record(db, [callerEntry(caller, { action: "member.uninvited", target, payload })], now);
  });
}
