import "server-only";
import type { ActionResult } from "@/components/action";
import { admitAction } from "@/lib/http/admit-action";
import { refusal } from "./refusal";

/** Does what the reader of a mail says by the link in it, without a sign-in; `work` answers where he goes, if anywhere. */
export async function answerMail(work: () => Promise<string | undefined>): Promise<ActionResult> {
  try {
    await admitAction();
    return { problem: null, goTo: await work() };
  } catch (thrown) {
    return refusal(thrown);
  }
}
