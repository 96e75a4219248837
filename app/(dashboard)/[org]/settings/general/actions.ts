"use server";

import { revalidatePath } from "next/cache";
import type { ActionResult } from "@/components/action";
import { AppError } from "@/lib/errors";
import { closeOrganization, keepOrganization } from "@/lib/services/organizations/close-organization";
import { organizationName } from "@/lib/services/organizations/place-organization";
import { renameOrganization } from "@/lib/services/organizations/rename-organization";
import { answer } from "../../_session/answer";

export async function saveName(org: string, _before: ActionResult, form: FormData): Promise<ActionResult> {
  return answer(org, async (caller) => {
    const name = organizationName.safeParse(form.get("name"));
    if (!name.success) throw new AppError("invalid-input", "The name has 1 to 100 characters.");
    await renameOrganization(caller, { name: name.data });
    revalidatePath(`/${org}`, "layout");
  });
}

export async function beginDeletion(org: string, typed: string): Promise<ActionResult> {
  return answer(org, async (caller) => {
    await closeOrganization(caller, String(typed));
    revalidatePath(`/${org}`, "layout");
  });
}

export async function keep(org: string): Promise<ActionResult> {
  return answer(org, async (caller) => {
    await keepOrganization(caller);
    revalidatePath(`/${org}`, "layout");
  });
}
