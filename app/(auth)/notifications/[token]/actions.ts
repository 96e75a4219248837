"use server";

import type { ActionResult } from "@/components/action";
import { admitAction } from "@/lib/http/admit-action";
import { text } from "@/lib/http/sent";
import { confirmAddress } from "@/lib/services/notifications/confirm-address";
import { refusal } from "../../_session/refusal";

/** By the link in a mail: no sign-in is asked for. */
export async function sayYes(token: string): Promise<ActionResult> {
  try {
    await admitAction();
    await confirmAddress(text(token));
    return { problem: null, goTo: `/notifications/${encodeURIComponent(text(token))}` };
  } catch (thrown) {
    return refusal(thrown);
  }
}
