"use server";

import type { ActionResult } from "@/components/action";
import { text } from "@/lib/http/sent";
import { confirmAddress } from "@/lib/services/notifications/confirm-address";
import { answerMail } from "../../_session/answer-mail";

export async function sayYes(token: string): Promise<ActionResult> {
  return answerMail(async () => {
    await confirmAddress(text(token));
    return `/notifications/${encodeURIComponent(text(token))}`;
  });
}
