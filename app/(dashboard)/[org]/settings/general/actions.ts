"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import type { ActionResult } from "@/components/action";
import { requestCaller, requireOwnPage } from "@/lib/auth/request-caller";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";
import { field, sent, text } from "@/lib/http/sent";
import { closeOrganization, keepOrganization } from "@/lib/services/organizations/close-organization";
import { organizationName } from "@/lib/services/organizations/place-organization";
import { renameOrganization } from "@/lib/services/organizations/rename-organization";
import { answer } from "../../_session/answer";
import { leave } from "../../_session/leave";

export async function saveName(org: string, _before: ActionResult, form: FormData): Promise<ActionResult> {
  return answer(org, async (caller) => {
    const name = sent(organizationName, field(form, "name"), { message: "A name has 1 to 100 characters." });
    await renameOrganization(caller, { name });
    revalidatePath(`/${org}`, "layout");
  });
}

export async function beginDeletion(org: string, typed: string): Promise<ActionResult> {
  return answer(org, async (caller) => {
    const token = (await cookies()).get(sessionCookie(env().APP_URL).name)?.value ?? "";
    await closeOrganization(caller, { typed: text(typed), token });
    revalidatePath(`/${org}`, "layout");
  });
}

export async function keep(org: string): Promise<ActionResult> {
  return answer(org, async (caller) => {
    await keepOrganization(caller);
    revalidatePath(`/${org}`, "layout");
  });
}

/** Signs out and comes back, so that what needs a fresh sign-in has one. */
export async function signInAgain(org: string): Promise<void> {
  await requireOwnPage();
  await requestCaller(org);
  await leave(`/sign-in?callbackUrl=${encodeURIComponent(`/${org}/settings/general`)}`);
}
