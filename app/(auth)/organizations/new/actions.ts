"use server";

import type { ActionResult } from "@/components/action";
import { field } from "@/lib/http/sent";
import { foundOrganization } from "@/lib/services/organizations/found-organization";
import { enteredName } from "@/lib/shown-name";
import { answerPerson } from "../../_session/answer-person";

export async function makeOrganization(_before: ActionResult, form: FormData): Promise<ActionResult> {
  return answerPerson(async (personId) => {
    const name = enteredName(field(form, "name"));
    return `/${await foundOrganization(personId, name)}`;
  });
}
