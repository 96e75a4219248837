"use server";

import { revalidatePath } from "next/cache";
import type { ActionResult } from "@/components/action";
import { admitAction } from "@/lib/http/admit-action";
import { field, text } from "@/lib/http/sent";
import { type Account, endOtherSessions, endSession, renamePerson } from "@/lib/services/people/account";
import { unlinkOwnIdentity } from "@/lib/services/people/identities";
import { companyOnly, refusal } from "../_session/refusal";
import { requestAccount } from "../_session/request-account";

async function change(work: (account: Account) => Promise<void>): Promise<ActionResult> {
  const account = await requestAccount();
  try {
    await admitAction();
    if (!account) throw companyOnly();
    await work(account);
    revalidatePath("/account");
    return { problem: null };
  } catch (thrown) {
    return refusal(thrown);
  }
}

export async function rename(_before: ActionResult, form: FormData): Promise<ActionResult> {
  return change((account) => renamePerson(account, field(form, "name")));
}

export async function end(id: string): Promise<ActionResult> {
  return change((account) => endSession(account, text(id)));
}

export async function unlink(identity: string): Promise<ActionResult> {
  return change((account) => unlinkOwnIdentity(account, text(identity)));
}

export async function endOthers(): Promise<ActionResult> {
  return change(endOtherSessions);
}
