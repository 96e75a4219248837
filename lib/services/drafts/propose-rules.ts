import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { RuleProposalsView } from "./draft-view";
import { askedFor, keyedSides, unmappedPart } from "./key-sides";
import { mergedRows } from "./merged-rows";
import { failingTaken, ruleProposals } from "./rule-proposals";
import { requireDraft } from "./stored-draft";
import { surveyedRows } from "./surveyed-rows";

/** Rules read off the surveyed rows, and what the draft's own rules would find. Keeps nothing. */
export async function proposeRules(caller: Caller, id: string): Promise<RuleProposalsView> {
  authorize(caller, "registry:read");
  const draft = await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  const fields = draft.body.fields.filter(({ type }) => type !== "relation");
  const surveyed = await surveyedRows(caller.organizationId, draft, fields);
  if (!surveyed.ok) return { ...surveyed.basis, proposals: [], taken: null };
  const draftKey = askedFor(draft, {});
  const asked = unmappedPart(draft, draftKey.fields) === null ? draftKey : { ...draftKey, fields: [] };
  const refs = fields.map(({ ref }) => ref);
  const source = {
    fields: fields.map(({ ref, name, type }) => ({ id: ref, name, type })),
    key: asked.fields,
    rows: mergedRows(keyedSides(draft, surveyed.sides, asked), asked, refs),
    taken: draft.body.rules.filter(({ field }) => refs.includes(field)),
  };
  return {
    ...surveyed.basis,
    proposals: await ruleProposals(source),
    taken: await failingTaken(source),
  };
}
