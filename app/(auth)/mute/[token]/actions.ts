"use server";

import { z } from "zod";
import type { ActionResult } from "@/components/action";
import { sent, text } from "@/lib/http/sent";
import { type Less, muteAddress } from "@/lib/services/notifications/mute-address";
import { answerMail } from "../../_session/answer-mail";

const less = z.enum(["registry-day", "registry-week", "all", "nothing"]) satisfies z.ZodType<Less>;

export async function wantLess(token: string, choice: Less): Promise<ActionResult> {
  return answerMail(async () => {
    await muteAddress(text(token), sent(less, choice, { message: "This is none of the choices." }));
    return undefined;
  });
}
