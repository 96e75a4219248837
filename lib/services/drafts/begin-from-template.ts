import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { planOfOrganization } from "../organizations/plan-of-organization";
import { templateOf } from "../templates/all-templates";
import { templateBody } from "../templates/template-body";
import { beginDraft } from "./begin-draft";
import { beginDraftInput } from "./draft-input";
import type { DraftView } from "./draft-view";

/**
 * `beginDraft` with all that a template brings before any place is chosen, as far as the organization's plan has room for
 * its rules. Throws AppError `not-found` for a template that is none.
 */
export async function beginFromTemplate(
  caller: Caller,
  templateId: string,
  now = new Date(),
): Promise<DraftView> {
  authorize(caller, "registry:write");
  const template = templateOf(templateId);
  const { customRules } = await withOrg(caller.organizationId, (db) =>
    planOfOrganization(db, caller.organizationId),
  );
  const { draft } = templateBody(template, [], { customRules, optionSets: new Map() });
  return beginDraft(caller, beginDraftInput.parse(draft), now);
}
