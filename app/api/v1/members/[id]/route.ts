import { changeMemberOperation, removeMemberOperation } from "@/lib/http/operations/members";
import { serve } from "@/lib/http/serve";
import { changeRole, removeMember } from "@/lib/services/members/change-member";

export const PATCH = serve(changeMemberOperation, ({ caller, params, body }) =>
  changeRole(caller, params.id, body.role),
);

export const DELETE = serve(removeMemberOperation, ({ caller, params }) => removeMember(caller, params.id));
