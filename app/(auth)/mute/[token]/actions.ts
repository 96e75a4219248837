"use server";

import { z } from "zod";
import type { ActionResult } from "@/components/action";
import { admitAction } from "@/lib/http/admit-action";
import { sent, text } from "@/lib/http/sent";
import { type Less, muteAddress } from "@/lib/services/notifications/mute-address";
import { refusal } from "../../_session/refusal";

const less = z.enum(["registry-day", "registry-week", "all", "nothing"]) satisfies z.ZodType<Less>;

/** What the mail's reader says, by the link in it: no sign-in is asked for. */
export async function wantLess(token: string, choice: Less): Promise<ActionResult> {
  try {
    await admitAction();
    await muteAddress(text(token), sent(less, choice, { message: "This is none of the choices." }));
    return { problem: null };
  } catch (thrown) {
    return refusal(thrown);
  }
}
