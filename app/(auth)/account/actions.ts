"use server";

import { revalidatePath } from "next/cache";
import type { ActionResult } from "@/components/action";
import { ownPerson, requireOwnPage } from "@/lib/auth/request-caller";
import { AppError } from "@/lib/errors";
import { field, text } from "@/lib/http/sent";
import { type Account, endOtherSessions, endSession, renamePerson } from "@/lib/services/people/account";
import { unlinkOwnIdentity } from "@/lib/services/people/identities";
import { refusal } from "../_session/refusal";
import { requestAccount } from "../_session/request-account";

async function change(work: (account: Account) => Promise<void>): Promise<ActionResult> {
  const account = await requestAccount();
  try {
    await requireOwnPage();
    if ((await ownPerson()) === null)
      throw new AppError("forbidden", "A company's sign-in opens that company alone.", {
        remedy: "Sign in by a link in your mail to change your account.",
      });
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
