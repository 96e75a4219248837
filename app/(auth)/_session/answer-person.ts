import "server-only";
import { redirect } from "next/navigation";
import type { ActionResult } from "@/components/action";
import { ownPerson, signedIn } from "@/lib/auth/request-caller";
import { admitAction } from "@/lib/http/admit-action";
import { companyOnly, refusal } from "./refusal";

/**
 * Does what a signed-in person asks for outside of any organization, and goes where `work` says; or says why not, as to whom
 * a company's sign-in let in.
 */
export async function answerPerson(work: (personId: string) => Promise<string>): Promise<ActionResult> {
  if (!(await signedIn())) redirect("/sign-in");
  let goTo: string;
  try {
    await admitAction();
    const own = await ownPerson();
    if (!own) throw companyOnly();
    goTo = await work(own.personId);
  } catch (thrown) {
    return refusal(thrown);
  }
  redirect(goTo);
}
