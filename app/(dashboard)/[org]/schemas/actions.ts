"use server";

import type { ActionResult, Asked } from "@/components/action";
import { sent, text } from "@/lib/http/sent";
import {
  createOptionSet,
  deleteOptionSet,
  putOptionSet,
} from "@/lib/services/option-sets/change-option-sets";
import { type OptionSetInput, optionSetInput } from "@/lib/services/option-sets/option-set-input";
import type { OptionSetView } from "@/lib/services/option-sets/option-set-view";
import { answer, asked } from "../_session/answer";

/** Makes a set, or, with its id, puts this in its place. */
export async function saveOptionSet(
  org: string,
  id: string | null,
  input: OptionSetInput,
): Promise<Asked<OptionSetView>> {
  return asked(org, (caller) => {
    const set = sent(optionSetInput, input, { message: "The option set cannot be kept so." });
    return id === null ? createOptionSet(caller, set) : putOptionSet(caller, text(id), set);
  });
}

export async function removeOptionSet(org: string, id: string): Promise<ActionResult> {
  return answer(org, (caller) => deleteOptionSet(caller, text(id)));
}
