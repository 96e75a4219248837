import { wholePage } from "@/lib/http/cursor";
import { inviteMemberOperation, listMembersOperation } from "@/lib/http/operations/members";
import { serve } from "@/lib/http/serve";
import { inviteMember } from "@/lib/services/members/invite-member";
import { listMembers } from "@/lib/services/members/list-members";

export const GET = serve(listMembersOperation, async ({ caller }) => wholePage(await listMembers(caller)));

export const POST = serve(inviteMemberOperation, ({ caller, body }) => inviteMember(caller, body));
