"use server";

import type { ActionResult } from "@/components/action";
import { ownPerson } from "@/lib/auth/request-caller";
import { AppError } from "@/lib/errors";
import { field, sent } from "@/lib/http/sent";
import { foundOrganization } from "@/lib/services/organizations/found-organization";
import { organizationName } from "@/lib/services/organizations/place-organization";
import { answerPerson } from "../../_session/answer-person";

export async function makeOrganization(_before: ActionResult, form: FormData): Promise<ActionResult> {
  return answerPerson(async (personId) => {
    if ((await ownPerson()) === null)
      throw new AppError("forbidden", "A company's sign-in opens that company alone.", {
        remedy: "Sign in by a link in your mail to make an organization of your own.",
      });
    const name = sent(organizationName, field(form, "name"), { message: "A name has 1 to 100 characters." });
    return `/${await foundOrganization(personId, name)}`;
  });
}
