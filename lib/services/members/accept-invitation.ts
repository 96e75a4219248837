import "server-only";
import { tokenHash } from "@/lib/auth/token";
import { record, withOrg } from "@/lib/db/control";
import { findInvitation, takeInvitation } from "@/lib/db/invitations";
import { addMember, heldMembers } from "@/lib/db/members";
import { holdOpen } from "@/lib/db/organizations";
import { findPerson } from "@/lib/db/people";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";

export interface InvitationOffer {
  readonly organization: string;
  readonly email: string;
  readonly role: string;
}

/** What the link of a mail offers; null for one that is unknown, taken back, used or over. */
export async function lookAtInvitation(token: string): Promise<InvitationOffer | null> {
  const found = await findInvitation(tokenHash(token));
  return found && { organization: found.organizationName, email: found.email, role: found.role };
}

/**
 * Makes the signed-in person a member, once; answers the organization's public id. Throws AppError `not-found` for a
 * link that is over and `forbidden` where the person has not proven to read mail at the invited address.
 */
export async function acceptInvitation(personId: string, token: string, now = new Date()): Promise<string> {
  const hash = tokenHash(token);
  const found = await findInvitation(hash);
  const person = await findPerson(personId);
  if (!found || !person) throw over();
  if (person.email !== found.email || person.verifiedAt === null)
    throw new AppError("forbidden", `This invitation is for ${found.email}.`, {
      remedy: `Sign in with ${found.email}, or ask for an invitation to your address.`,
    });
  const { organizationId, role } = found;
  await withOrg(organizationId, async (db) => {
    if (!(await holdOpen(db, organizationId))) throw over();
    // The members first, as whoever removes one and takes back his invitations: so neither waits for the other.
    const members = await heldMembers(db, organizationId);
    if (!(await takeInvitation(db, hash, now))) throw over();
    if (members.some((member) => member.personId === personId)) return;
    await addMember(db, { organizationId, personId, role });
    const ref = publicId("per", personId);
    await record(
      db,
      [
        {
          actor: { type: "person", ref },
          action: "member.joined",
          outcome: "ok",
          target: { type: "person", ref },
          source: null,
          destination: null,
          runId: null,
          payload: { role, invitation: publicId("inv", found.id) },
        },
      ],
      now,
    );
  });
  return publicId("org", organizationId);
}

const over = (): AppError =>
  new AppError("not-found", "This invitation is over.", { remedy: "Ask for a new one." });
