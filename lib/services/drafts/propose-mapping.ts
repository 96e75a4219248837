import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import { surveyedColumns } from "@/lib/db/rows/survey";
import { freeName } from "@/lib/format/free-name";
import { kindWord } from "@/lib/format/setting";
import { directionOn } from "../templates/field-home";
import type { TemplateKind } from "../templates/template";
import {
  autoMap,
  commonTypes,
  type MappableSide,
  type Matched,
  type MatchedField,
  typeFor,
} from "./auto-map";
import type { DraftField, DraftSide } from "./draft-input";
import type { MappedColumnView, MappingProposal, ProposedField } from "./draft-view";
import { type Draft, requireDraft } from "./stored-draft";
import { templateField, templateOfDraft } from "./template-of-draft";
import { isReadAsItIs, lookOf } from "./view-of-draft";

/** The draft's fields with those that could be added, each column with the reason. Keeps nothing. */
export async function proposeMapping(caller: Caller, id: string): Promise<MappingProposal> {
  authorize(caller, "registry:read");
  const draft = await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  const sides = await mappableSides(caller.organizationId, draft);
  const fields = namedOnce(autoMap(draft.body.fields, sides), draft).map((matched) =>
    fieldView(matched, draft),
  );
  return { fields, unmapped: unmappedOf(sides, fields), change: changeOf(draft, fields) };
}

async function mappableSides(organizationId: string, draft: Draft): Promise<MappableSide[]> {
  return withRows(organizationId, async (client) => {
    const sides: MappableSide[] = [];
    for (const side of draft.body.sides) {
      const columns = lookOf(draft, side.ref)?.columns ?? [];
      const read = draft.survey?.sides.find(({ ref }) => ref === side.ref);
      const known = read && isReadAsItIs(draft.survey, draft, side) ? read.columns : [];
      const place = { draftId: draft.id, side: side.ref };
      const kept = await surveyedColumns(
        client,
        place,
        known.map((column) => column.id),
      );
      const values = known.map(({ id: name, sideField }) => [
        sideField,
        new Set((kept.get(name) ?? []).filter((value) => typeof value === "string")),
      ]);
      const mapped = side.mappings.map(({ field, sideField }) => [field, sideField]);
      sides.push({
        ...{ ref: side.ref, columns },
        mapped: Object.fromEntries(mapped),
        values: Object.fromEntries(values),
      });
    }
    return sides;
  });
}

interface NamedField extends MatchedField {
  readonly ref: string;
}

/** Each with a ref, and a name that no other field has. */
function namedOnce(matched: readonly MatchedField[], { body }: Draft): NamedField[] {
  const refs = new Set(body.fields.map(({ ref }) => ref));
  const names = new Set(body.fields.map(({ name }) => name));
  let count = 0;
  return matched.map((each) => {
    if (each.field) return { ...each, ref: each.field.ref };
    do count += 1;
    while (refs.has(`f${count}`));
    const ref = `f${count}`;
    const name = freeName(each.name, names);
    refs.add(ref);
    names.add(name);
    return { ...each, ref, name };
  });
}

function fieldView({ ref, name, field, columns }: NamedField, draft: Draft): ProposedField {
  const type = field?.type ?? typeFor(columns.map(({ column }) => column));
  const home = homeOf(draft, field, columns);
  return {
    ...{ ref, name, type, isNew: field === null },
    types: commonTypes(columns.map(({ column }) => column)),
    columns: columns.map((matched) => columnView(matched, { ref, type, home }, draft)),
  };
}

/** Where a template's field is edited, and which kinds of sides have it; null = edits of every side count. */
interface Home {
  readonly editedIn: TemplateKind;
  readonly kinds: ReadonlySet<string>;
}

function homeOf(draft: Draft, field: DraftField | null, columns: readonly Matched[]): Home | null {
  const { editedIn } = (field && templateField(templateOfDraft(draft.body), field)) ?? {};
  const kinds = new Set(columns.map(({ side }) => lookOf(draft, side)?.kind ?? ""));
  return editedIn !== undefined && kinds.has(editedIn) ? { editedIn, kinds } : null;
}

function columnView(
  { side, column, reason, because }: Matched,
  { ref, type, home }: Pick<DraftField, "ref" | "type"> & { readonly home: Home | null },
  draft: Draft,
): MappedColumnView {
  const { readOnlyBecause } = column;
  const kind = lookOf(draft, side)?.kind ?? "";
  const proposed = readOnlyBecause === null ? directionOn(kind, home ?? {}, home?.kinds ?? new Set()) : "in";
  const mappings = draft.body.sides.find((each) => each.ref === side)?.mappings ?? [];
  const own = mappings.find(({ field, sideField }) => field === ref && sideField === column.id);
  return {
    ...{
      side,
      sideField: column.id,
      name: column.name,
      native: column.native,
      reason,
      because,
      readOnlyBecause,
    },
    directions: readOnlyBecause === null ? ["both", "in", "out", "off"] : ["in", "off"],
    direction: own?.direction ?? proposed,
    directionBecause: home && (own?.direction ?? proposed) === proposed ? homeWords(home, kind) : null,
    incompatible: column.carries.includes(type)
      ? null
      : `"${column.name}" (${column.native}) cannot carry the type ${type}.`,
  };
}

const homeWords = ({ editedIn }: Home, kind: string): string =>
  editedIn === kind
    ? "The template has it edited here."
    : `The template has it edited in ${kindWord(editedIn)}.`;

function unmappedOf(
  sides: readonly MappableSide[],
  fields: readonly ProposedField[],
): MappingProposal["unmapped"] {
  const isMapped = (side: string, id: string): boolean =>
    fields.some(({ columns }) => columns.some((one) => one.side === side && one.sideField === id));
  return sides.flatMap(({ ref, columns }) =>
    columns
      .filter(({ id }) => !isMapped(ref, id))
      .map(({ id, name, native, carries, readOnlyBecause }) => ({
        ...{ side: ref, sideField: id, name, native },
        because:
          carries.length > 0 ? null : (readOnlyBecause ?? `Columns of the type ${native} cannot be mapped.`),
      })),
  );
}

/** The draft's fields and sides with everything that is new, as `changeDraft` takes them. */
function changeOf({ body }: Draft, fields: readonly ProposedField[]): MappingProposal["change"] {
  const added = fields.filter(({ isNew }) => isNew);
  const mappingsOf = (side: DraftSide): DraftSide["mappings"] =>
    fields.flatMap(({ ref, columns }) =>
      columns
        .filter(
          (column) => column.side === side.ref && column.reason !== "mapped" && column.incompatible === null,
        )
        .map(({ sideField, direction }) => ({ field: ref, sideField, direction })),
    );
  return {
    fields: [...body.fields, ...added.map(({ ref, name, type }) => ({ ref, name, type }))],
    sides: body.sides.map((side) => ({ ...side, mappings: [...side.mappings, ...mappingsOf(side)] })),
  };
}
