import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Plan } from "@/lib/billing/plans";
import { withOrg } from "@/lib/db/control";
import { listOptionSets } from "@/lib/db/option-sets";
import { planOfOrganization } from "../organizations/plan-of-organization";
import type { DraftField } from "./draft-input";
import { askedFor, keyedSides, unmappedPart } from "./key-sides";
import { mergedRows } from "./merged-rows";
import { fieldRules, rowRules } from "./own-rules";
import { failingTaken, type RuleSource, ruleProposals } from "./rule-proposals";
import type { RowRuleView, RuleProposalsView } from "./rule-views";
import { type Draft, requireDraft } from "./stored-draft";
import { type SurveyedRows, surveyedRows } from "./surveyed-rows";
import { takenOwnRules } from "./template-of-draft";
import { optionSetsOf } from "./template-option-sets";

/**
 * Rules read off the surveyed rows, those of the draft's template, and what the draft's own rules would find. Keeps
 * nothing.
 */
export async function proposeRules(caller: Caller, id: string): Promise<RuleProposalsView> {
  authorize(caller, "registry:read");
  const { draft, plan, sets } = await withOrg(caller.organizationId, async (db) => ({
    draft: await requireDraft(db, id),
    plan: await planOfOrganization(db, caller.organizationId),
    sets: await listOptionSets(db),
  }));
  const { body } = draft;
  const fields = body.fields.filter(({ type }) => type !== "relation");
  const surveyed = await surveyedRows(caller.organizationId, draft, fields);
  const source = surveyed.ok ? sourceOf(draft, fields, surveyed.sides) : null;
  const proposals = source ? await ruleProposals(source) : [];
  const asking = { body, customRules: plan.customRules, source };
  const ofRows = await rowRules(asking);
  return {
    ...surveyed.basis,
    proposals,
    own: await fieldRules({ ...asking, proposals }),
    rowRules: ofRows,
    noRoom: noRoom(plan, ofRows),
    optionSets: optionSetsOf(body, sets),
    taken: source && (await failingTaken(source)),
  };
}

function sourceOf(draft: Draft, fields: readonly DraftField[], sides: readonly SurveyedRows[]): RuleSource {
  const draftKey = askedFor(draft, {});
  const asked = unmappedPart(draft, draftKey.fields) === null ? draftKey : { ...draftKey, fields: [] };
  const refs = fields.map(({ ref }) => ref);
  return {
    fields: fields.map(({ ref, name, type }) => ({ id: ref, name, type })),
    key: asked.fields,
    rows: mergedRows(keyedSides(draft, sides, asked), asked, refs),
    taken: draft.body.rules.filter(({ field }) => refs.includes(field)),
    takenOwn: takenOwnRules(draft.body, (ref) => ref),
  };
}

function noRoom({ word, customRules }: Plan, rules: readonly RowRuleView[]): RuleProposalsView["noRoom"] {
  if (customRules || rules.every(({ cannot }) => cannot !== "no-room")) return null;
  return {
    message: `The ${word} plan has no rules of your own, so these of the template are left out. All others hold.`,
    remedy: "With a plan that has custom rules, tick them here or add them to the schema later.",
  };
}
