import "server-only";
import { setImmediate } from "node:timers/promises";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { FieldType } from "@/lib/engine/value";
import type { KeyCandidatesView } from "./draft-view";
import { keyCandidates, type TriedKey } from "./key-candidates";
import { keyResult } from "./key-result";
import { askedFor, fieldsOf, keyedSides, unmappedPart } from "./key-sides";
import { type Draft, requireDraft } from "./stored-draft";
import { surveyedRows } from "./surveyed-rows";
import { lookOf } from "./view-of-draft";

/** Types that seldom tell rows apart, and whose values people write in many ways. */
const NO_KEYS: ReadonlySet<FieldType> = new Set(["boolean", "json", "multi-select", "relation"]);

/** Fields that are tried, in the draft's order. */
const MOST_TRIED = 30;

/** The fields that could be the key, and the sets of fields that a system keeps unique, each tried on the surveyed rows. */
export async function proposeKeys(caller: Caller, id: string): Promise<KeyCandidatesView> {
  authorize(caller, "registry:read");
  const draft = await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  const keys = keysToTry(draft);
  const surveyed = await surveyedRows(
    caller.organizationId,
    draft,
    fieldsOf(draft, [...new Set(keys.flat())]),
  );
  if (!surveyed.ok) return { ...surveyed.basis, candidates: [] };
  const tried: TriedKey[] = [];
  for (const fields of keys) {
    const asked = { ...askedFor(draft, {}), fields };
    tried.push({
      fields,
      names: fieldsOf(draft, fields).map(({ name }) => name),
      keptUniqueOn: keptUniqueOn(draft, fields),
      result: keyResult(keyedSides(draft, surveyed.sides, asked), asked),
    });
    // Each goes over all rows: others get a turn in between.
    await setImmediate();
  }
  return { ...surveyed.basis, candidates: keyCandidates(tried) };
}

/** Single fields that every side maps; what a system keeps unique together; and the key that the draft has. */
function keysToTry(draft: Draft): (readonly string[])[] {
  const { fields, sides, key } = draft.body;
  const single = fields
    .filter(({ ref, type }) => !NO_KEYS.has(type) && unmappedPart(draft, [ref]) === null)
    .slice(0, MOST_TRIED)
    .map(({ ref }) => [ref]);
  const together = sides.flatMap((side) => {
    const parts = keyPartsOf(draft, side.ref);
    return parts.length > 1 && parts.length <= 8 && unmappedPart(draft, parts) === null ? [parts] : [];
  });
  const own = key.length > 1 && unmappedPart(draft, key) === null ? [key] : [];
  const all = [...single, ...together, ...own];
  const texts = all.map((one) => [...one].sort().join(" "));
  return all.filter((_, at) => texts.indexOf(texts[at] ?? "") === at);
}

/** The fields of the columns that a side's system keeps unique, alone or together. */
function keyPartsOf(draft: Draft, ref: string): string[] {
  const parts = new Set(
    (lookOf(draft, ref)?.columns ?? []).filter(({ keyPart }) => keyPart).map(({ id }) => id),
  );
  const side = draft.body.sides.find((each) => each.ref === ref);
  return (side?.mappings ?? []).filter(({ sideField }) => parts.has(sideField)).map(({ field }) => field);
}

/** Which of several keys a column is part of is not told: it is said of a side only where it has no other. */
const keptUniqueOn = (draft: Draft, fields: readonly string[]): string[] =>
  draft.body.sides
    .filter(({ ref }) => {
      const parts = keyPartsOf(draft, ref);
      const columns = (lookOf(draft, ref)?.columns ?? []).filter(({ keyPart }) => keyPart);
      return columns.length === fields.length && fields.every((field) => parts.includes(field));
    })
    .map(({ ref }) => ref);
