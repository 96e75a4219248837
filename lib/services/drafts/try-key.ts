import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { AskedKey } from "./draft-input";
import type { KeyView } from "./draft-view";
import { keyResult } from "./key-result";
import { askedFor, fieldsOf, keyedSides, unmappedPart } from "./key-sides";
import { requireDraft } from "./stored-draft";
import { surveyBasis, surveyedRows } from "./surveyed-rows";
import { lookOf } from "./view-of-draft";

/** How a key, the draft's or another, tells the surveyed rows apart. Keeps nothing. */
export async function tryKey(caller: Caller, id: string, given: AskedKey = {}): Promise<KeyView> {
  authorize(caller, "registry:read");
  const draft = await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  const asked = askedFor(draft, given);
  const basis = surveyBasis(draft);
  if (basis.rows === null || asked.fields.length === 0) return { ...basis, result: null };
  const gap = unmappedPart(draft, asked.fields);
  if (gap) {
    const title = lookOf(draft, gap.side.ref)?.title ?? gap.side.ref;
    const missing = {
      message: `${title} has no column for "${gap.field.name}".`,
      remedy: "Map every field of the key on every place.",
    };
    return { rows: null, missing, result: null };
  }
  const surveyed = await surveyedRows(caller.organizationId, draft, fieldsOf(draft, asked.fields));
  if (!surveyed.ok) return { ...surveyed.basis, result: null };
  return { ...surveyed.basis, result: keyResult(keyedSides(draft, surveyed.sides, asked), asked) };
}
