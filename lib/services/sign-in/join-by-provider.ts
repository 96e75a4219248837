import "server-only";
import { record, withOrg } from "@/lib/db/control";
import { takeInvitationTo } from "@/lib/db/invitations";
import { addMember, heldMembers } from "@/lib/db/members";
import { holdOpen } from "@/lib/db/organizations";
import { findPerson } from "@/lib/db/people";
import { publicId } from "@/lib/ids";

/**
 * Makes somebody whom the organization's provider has told of a member; an open invitation to the address is used up. False
 * where the organization is being deleted by now.
 */
export async function joinByProvider(
  {
    organizationId,
    personId,
    role,
    providerId,
  }: {
    readonly organizationId: string;
    readonly personId: string;
    readonly role: string;
    readonly providerId: string;
  },
  now: Date,
): Promise<boolean> {
  const person = await findPerson(personId);
  return withOrg(organizationId, async (db) => {
    if (!(await holdOpen(db, organizationId))) return false;
    await heldMembers(db, organizationId);
    const invitation = person && (await takeInvitationTo(db, person.email, now));
    if (!(await addMember(db, { organizationId, personId, role }))) return true;
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
          payload: {
            role,
            provider: publicId("idp", providerId),
            ...(invitation && { invitation: publicId("inv", invitation.id) }),
          },
        },
      ],
      now,
    );
    return true;
  });
}
