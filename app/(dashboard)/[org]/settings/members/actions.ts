"use server";

import type { ActionResult } from "@/components/action";
import { ROLES, type Role } from "@/lib/auth/role";
import { AppError } from "@/lib/errors";
import { sent, text } from "@/lib/http/sent";
import { changeRole, removeMember } from "@/lib/services/members/change-member";
import { invitationInput, inviteMember, takeBackInvitation } from "@/lib/services/members/invite-member";
import { answer } from "../../_session/answer";

export async function invite(org: string, email: string, role: string): Promise<ActionResult> {
  return answer(org, (caller) => {
    const refused = { message: "This is no e-mail address, or no role.", remedy: "Write name@example.com." };
    return inviteMember(caller, sent(invitationInput, { email, role }, refused));
  });
}

export async function uninvite(org: string, id: string): Promise<ActionResult> {
  return answer(org, (caller) => takeBackInvitation(caller, text(id)));
}

export async function changeMember(org: string, id: string, role: string): Promise<ActionResult> {
  return answer(org, (caller) => changeRole(caller, text(id), roleOf(role)));
}

/** Who has left goes to the first page: this one is no longer his. */
export async function dropMember(org: string, id: string, isSelf: boolean): Promise<ActionResult> {
  return answer(
    org,
    (caller) => removeMember(caller, text(id)),
    () => (isSelf ? "/" : undefined),
  );
}

function roleOf(text: string): Role {
  const role = ROLES.find((one) => one === text);
  if (!role) throw new AppError("invalid-input", "There is no such role.");
  return role;
}
