"use server";

import type { ActionResult } from "@/components/action";
import { AppError } from "@/lib/errors";
import { foundOrganization } from "@/lib/services/organizations/found-organization";
import { organizationName } from "@/lib/services/organizations/place-organization";
import { answerPerson } from "../../_session/answer-person";

export async function makeOrganization(_before: ActionResult, form: FormData): Promise<ActionResult> {
  return answerPerson(async (personId) => {
    const name = organizationName.safeParse(form.get("name"));
    if (!name.success) throw new AppError("invalid-input", "The name has 1 to 100 characters.");
    return `/${await foundOrganization(personId, name.data)}`;
  });
}
