"use server";

import type { ActionResult, Asked } from "@/components/action";
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
  const read = optionSetInput.safeParse(input);
  if (!read.success) {
    const paths = read.error.issues.map(({ path, message }) => ({ path: `/${path.join("/")}`, message }));
    return { refusal: { message: "The option set cannot be kept so.", remedy: null, paths }, view: null };
  }
  return asked(org, (caller) =>
    id === null ? createOptionSet(caller, read.data) : putOptionSet(caller, id, read.data),
  );
}

export async function removeOptionSet(org: string, id: string): Promise<ActionResult> {
  return answer(org, (caller) => deleteOptionSet(caller, id));
}
