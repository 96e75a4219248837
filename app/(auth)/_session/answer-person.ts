import "server-only";
import { redirect } from "next/navigation";
import type { ActionResult } from "@/components/action";
import { requireOwnPage, signedIn } from "@/lib/auth/request-caller";
import { refusal } from "./refusal";

/** Does what a signed-in person asks for outside of any organization, and goes where `work` says; or says why not. */
export async function answerPerson(work: (personId: string) => Promise<string>): Promise<ActionResult> {
  const found = await signedIn();
  if (!found) redirect("/sign-in");
  let goTo: string;
  try {
    await requireOwnPage();
    goTo = await work(found.person.personId);
  } catch (thrown) {
    return refusal(thrown);
  }
  redirect(goTo);
}
