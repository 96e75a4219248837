import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { findConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { planOfOrganization } from "../organizations/plan-of-organization";
import { lookAtShape } from "../registries/look-at-side";
import { templateOf } from "./all-templates";
import type { ApplyTemplateInput } from "./apply-template-input";
import { TEMPLATE_KINDS } from "./template";
import { type ChosenSide, type TemplateBody, templateBody } from "./template-body";

/**
 * What a template brings into a draft over these sides: fields, key, mappings with their directions, rules, option sets,
 * and what each place still lacks. Looks at the places that are there; stores and makes nothing.
 */
export async function applyTemplate(
  caller: Caller,
  templateId: string,
  { sides, optionSets }: ApplyTemplateInput,
): Promise<TemplateBody> {
  authorize(caller, "registry:read");
  const template = templateOf(templateId);
  const chosen = await Promise.all(sides.map((side, at) => chosenSide(caller, side, `/sides/${at}`)));
  const plan = await withOrg(caller.organizationId, (db) => planOfOrganization(db, caller.organizationId));
  return templateBody(template, chosen, {
    customRules: plan.customRules,
    optionSets: new Map(Object.entries(optionSets)),
  });
}

type GivenSide = ApplyTemplateInput["sides"][number];

async function chosenSide(caller: Caller, side: GivenSide, path: string): Promise<ChosenSide> {
  const { connectionId, location } = side;
  const uuid = uuidOf("con", connectionId);
  const connection = uuid && (await withOrg(caller.organizationId, (db) => findConnection(db, uuid)));
  const kind = TEMPLATE_KINDS.find((one) => connection && one === connection.kind);
  if (kind === undefined) {
    throw new AppError("invalid-input", "A side names a connection that does not exist.", {
      paths: [{ path: `${path}/connectionId`, message: "There is no such connection." }],
    });
  }
  if (location === undefined) return { connectionId, kind, place: null };
  const { fields } = await lookAtShape(caller, { connectionId, location }, path);
  return { connectionId, kind, place: { location, fields } };
}
