import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { addPlaceFields } from "../connections/add-place-fields";
import { directionOn } from "../templates/field-home";
import { changeDraft } from "./change-draft";
import type { AddDraftColumnsInput, DraftField, DraftSide } from "./draft-input";
import type { DraftColumn, DraftView } from "./draft-view";
import { lookAgain } from "./look-at-places";
import { requireOpenAt } from "./stored-draft";
import { templateField, templateOfDraft } from "./template-of-draft";

/**
 * Makes columns on a side's place for fields that it does not have, and maps them. A column that is there by that name,
 * in whatever case, is left as it is, and mapped where it can carry the field. Throws AppError `stale` where the draft was
 * changed since it was looked at: what was made before that was seen then stays, and is proposed by its name.
 */
export async function addDraftColumns(
  caller: Caller,
  id: string,
  { revision, side: ref, fields: wished }: AddDraftColumnsInput,
  now = new Date(),
): Promise<DraftView> {
  authorize(caller, "registry:write");
  const draft = await withOrg(caller.organizationId, (db) => requireOpenAt(db, id, revision));
  const side = draft.body.sides.find((one) => one.ref === ref);
  if (!side) throw unknown("/side", `The draft has no side "${ref}".`);
  const made = wished.map(({ field: fieldRef, ...column }, at) => {
    const field = draft.body.fields.find((one) => one.ref === fieldRef);
    if (!field) throw unknown(`/fields/${at}/field`, `The draft has no field "${fieldRef}".`);
    if (field.type === "relation")
      throw unknown(`/fields/${at}/field`, "A relation points into its own system: make it there.");
    return { field, column: { ...column, type: field.type, relatesTo: null } };
  });
  const fields = made.map(({ column }) => column);
  await addPlaceFields(caller, side.connectionId, { location: side.location, fields }, now);
  const looked = await lookAgain(caller, id, { sides: [ref] }, now);
  const there = looked.looks.find((look) => look.side === ref)?.columns ?? [];
  const mappings = made.flatMap(({ field, column }) => {
    const found = there.find(({ name }) => name.toLowerCase() === column.name.toLowerCase());
    return found && isFree(found, field, side) ? [mappingOf(looked, { side, field, column: found })] : [];
  });
  const sides = draft.body.sides.map((one) =>
    one.ref === ref ? { ...one, mappings: [...withoutOff(one, mappings), ...mappings] } : one,
  );
  return changeDraft(caller, id, { revision, sides }, now);
}

type Mapping = DraftSide["mappings"][number];

/** Whether the column can carry the field, and neither is mapped to another. */
const isFree = ({ id, carries }: DraftColumn, { ref, type }: DraftField, { mappings }: DraftSide): boolean =>
  carries.includes(type) &&
  mappings.every(({ field, sideField, direction }) =>
    field === ref ? direction === "off" : sideField !== id,
  );

const withoutOff = ({ mappings }: DraftSide, made: readonly Mapping[]): Mapping[] =>
  mappings.filter(({ field }) => made.every((one) => one.field !== field));

/** As its template has the field on such a side, where it has one. */
function mappingOf(
  { body, looks }: DraftView,
  {
    side,
    field,
    column,
  }: { readonly side: DraftSide; readonly field: DraftField; readonly column: DraftColumn },
): Mapping {
  const kindOf = (ref: string) => looks.find((look) => look.side === ref)?.kind ?? "";
  const having = body.sides.filter(({ ref, mappings }) => ref === side.ref || mappings.some(isOf(field)));
  const kinds = new Set(having.map(({ ref }) => kindOf(ref)));
  const home = templateField(templateOfDraft(body), field) ?? {};
  const direction = column.readOnlyBecause === null ? directionOn(kindOf(side.ref), home, kinds) : "in";
  return { field: field.ref, sideField: column.id, direction };
}

const isOf =
  ({ ref }: DraftField) =>
  ({ field, direction }: Mapping): boolean =>
    field === ref && direction !== "off";

const unknown = (path: string, message: string): AppError =>
  new AppError("invalid-input", "These columns cannot be made.", { paths: [{ path, message }] });
