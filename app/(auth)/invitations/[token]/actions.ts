"use server";

import type { ActionResult } from "@/components/action";
import { text } from "@/lib/http/sent";
import { acceptInvitation } from "@/lib/services/members/accept-invitation";
import { answerPerson } from "../../_session/answer-person";

export async function accept(token: string): Promise<ActionResult> {
  return answerPerson(async (personId) => `/${await acceptInvitation(personId, text(token))}`);
}
