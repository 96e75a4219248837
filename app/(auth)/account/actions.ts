"use server";

import { revalidatePath } from "next/cache";
import type { ActionResult } from "@/components/action";
import { requireOwnPage } from "@/lib/auth/request-caller";
import { type Account, endOtherSessions, endSession, renamePerson } from "@/lib/services/people/account";
import { refusal } from "../_session/refusal";
import { requestAccount } from "../_session/request-account";

async function change(work: (account: Account) => Promise<void>): Promise<ActionResult> {
  const account = await requestAccount();
  try {
    await requireOwnPage();
    await work(account);
    revalidatePath("/account");
    return { problem: null };
  } catch (thrown) {
    return refusal(thrown);
  }
}

export async function rename(_before: ActionResult, form: FormData): Promise<ActionResult> {
  return change((account) => renamePerson(account, form.get("name")));
}

export async function end(id: string): Promise<ActionResult> {
  return change((account) => endSession(account, String(id)));
}

export async function endOthers(): Promise<ActionResult> {
  return change(endOtherSessions);
}
