"use server";

import type { ActionResult } from "@/components/action";
import { ROLES, type Role } from "@/lib/auth/role";
import { AppError } from "@/lib/errors";
import { changeRole, removeMember } from "@/lib/services/members/change-member";
import { invitationInput, inviteMember, takeBackInvitation } from "@/lib/services/members/invite-member";
import { answer } from "../../_session/answer";

export async function invite(org: string, email: string, role: string): Promise<ActionResult> {
  return answer(org, (caller) => {
    const read = invitationInput.safeParse({ email, role });
    if (!read.success) throw new AppError("invalid-input", "This is no e-mail address, or no role.");
    return inviteMember(caller, read.data);
  });
}

export async function uninvite(org: string, id: string): Promise<ActionResult> {
  return answer(org, (caller) => takeBackInvitation(caller, String(id)));
}

export async function changeMember(org: string, id: string, role: string): Promise<ActionResult> {
  return answer(org, (caller) => changeRole(caller, String(id), roleOf(role)));
}

/** Who has left goes to the first page: this one is no longer his. */
export async function dropMember(org: string, id: string, isSelf: boolean): Promise<ActionResult> {
  return answer(
    org,
    (caller) => removeMember(caller, String(id)),
    () => (isSelf ? "/" : undefined),
  );
}

function roleOf(text: string): Role {
  const role = ROLES.find((one) => one === text);
  if (!role) throw new AppError("invalid-input", "There is no such role.");
  return role;
}
