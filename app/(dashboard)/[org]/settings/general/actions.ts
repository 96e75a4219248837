"use server";

import { revalidatePath } from "next/cache";
import type { ActionResult } from "@/components/action";
import { field, sent, text } from "@/lib/http/sent";
import { closeOrganization, keepOrganization } from "@/lib/services/organizations/close-organization";
import { organizationName } from "@/lib/services/organizations/place-organization";
import { renameOrganization } from "@/lib/services/organizations/rename-organization";
import { answer } from "../../_session/answer";

export async function saveName(org: string, _before: ActionResult, form: FormData): Promise<ActionResult> {
  return answer(org, async (caller) => {
    const name = sent(organizationName, field(form, "name"), { message: "A name has 1 to 100 characters." });
    await renameOrganization(caller, { name });
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
