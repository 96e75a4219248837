import { takeBackInvitationOperation } from "@/lib/http/operations/members";
import { serve } from "@/lib/http/serve";
import { takeBackInvitation } from "@/lib/services/members/invite-member";

export const DELETE = serve(takeBackInvitationOperation, ({ caller, params }) =>
  takeBackInvitation(caller, params.id),
);
