import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listInvitations } from "@/lib/db/invitations";
import { membersOf } from "@/lib/db/members";
import { type InvitationView, invitationView, type MemberView, memberView } from "./member-view";

/** Who is in the organization, the longest first. */
export async function listMembers(caller: Caller): Promise<MemberView[]> {
  authorize(caller, "member:read");
  return (await membersOf(caller.organizationId)).map(memberView);
}

/** Who is invited and has not come yet; those that are over are told, too, until they are taken back. */
export async function listOpenInvitations(caller: Caller): Promise<InvitationView[]> {
  authorize(caller, "member:read");
  return (await withOrg(caller.organizationId, listInvitations)).map(invitationView);
}
