import { wholePage } from "@/lib/http/cursor";
import { listInvitationsOperation } from "@/lib/http/operations/members";
import { serve } from "@/lib/http/serve";
import { listOpenInvitations } from "@/lib/services/members/list-members";

export const GET = serve(listInvitationsOperation, async ({ caller }) =>
  wholePage(await listOpenInvitations(caller)),
);
