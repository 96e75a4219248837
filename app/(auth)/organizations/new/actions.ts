"use server";

import type { ActionResult } from "@/components/action";
import { field, sent } from "@/lib/http/sent";
import { foundOrganization } from "@/lib/services/organizations/found-organization";
import { organizationName } from "@/lib/services/organizations/place-organization";
import { answerPerson } from "../../_session/answer-person";

export async function makeOrganization(_before: ActionResult, form: FormData): Promise<ActionResult> {
  return answerPerson(async (personId) => {
    const name = sent(organizationName, field(form, "name"), { message: "A name has 1 to 100 characters." });
    return `/${await foundOrganization(personId, name)}`;
  });
}
