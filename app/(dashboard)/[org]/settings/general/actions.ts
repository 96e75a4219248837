"use server";

import { revalidatePath } from "next/cache";
import type { ActionResult } from "@/components/action";
import { field, text } from "@/lib/http/sent";
import { closeOrganization, keepOrganization } from "@/lib/services/organizations/close-organization";
import { renameOrganization } from "@/lib/services/organizations/rename-organization";
import { enteredName } from "@/lib/shown-name";
import { answer } from "../../_session/answer";

export async function saveName(org: string, _before: ActionResult, form: FormData): Promise<ActionResult> {
  return answer(org, async (caller) => {
    await renameOrganization(caller, { name: enteredName(field(form, "name")) });
    revalidatePath(`/${org}`, "layout");
  });
}

export async function beginDeletion(org: string, typed: string): Promise<ActionResult> {
  return answer(org, async (caller) => {
    await closeOrganization(caller, text(typed));
    revalidatePath(`/${org}`, "layout");
  });
}

export async function keep(org: string): Promise<ActionResult> {
  return answer(org, async (caller) => {
    await keepOrganization(caller);
    revalidatePath(`/${org}`, "layout");
  });
}
