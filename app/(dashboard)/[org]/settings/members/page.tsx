import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { waysIn } from "@/lib/auth/sign-in";
import { listMembers, listOpenInvitations } from "@/lib/services/members/list-members";
import { found } from "../../_session/answer";
import { InvitationLine } from "./_components/invitation-line";
import { InviteForm } from "./_components/invite-form";
import { MemberLine } from "./_components/member-line";
import { RoleTable } from "./_components/role-table";

export const metadata = { title: "Members" };

export default async function MembersPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const caller = await requestCaller(org);
  const [members, invitations] = await Promise.all([
    found(org, listMembers),
    found(org, listOpenInvitations),
  ]);
  const mayChange = hasPermission(caller, "member:write");
  return (
    <>
      {mayChange && <InviteForm isOwner={caller.role === "owner"} canSend={waysIn().email} />}
      <ul aria-label="Members" className="card divide-y divide-line">
        {members.map((member) => (
          <MemberLine
            key={member.id}
            member={member}
            isSelf={member.id === caller.actor.ref}
            mayChange={mayChange}
            isOwner={caller.role === "owner"}
          />
        ))}
      </ul>
      {invitations.length > 0 && (
        <section className="mt-8">
          <h2 className="mb-3 font-semibold">Invited, not here yet</h2>
          <ul aria-label="Invitations" className="card divide-y divide-line">
            {invitations.map((invitation) => (
              <InvitationLine key={invitation.id} invitation={invitation} mayChange={mayChange} />
            ))}
          </ul>
        </section>
      )}
      <RoleTable />
    </>
  );
}
