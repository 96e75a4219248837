import "server-only";
import { withRows } from "@/lib/db/row-store";
import { type SurveyedCells, surveyedCells } from "@/lib/db/rows/survey";
import type { FieldType } from "@/lib/engine/value";
import type { DraftField, DraftSide } from "./draft-input";
import type { SurveyBasis } from "./draft-view";
import type { Draft } from "./stored-draft";
import type { SideSurvey, SurveyedColumn } from "./survey-progress";
import { namesOf, type Shown, shownAs } from "./surveyed-value";
import { isReadAsItIs, lookOf } from "./view-of-draft";

/** A record of a side: what it shows of each field that it has a column for, by the field's ref. */
export interface SurveyedRecord {
  readonly at: number;
  readonly shown: Readonly<Record<string, Shown>>;
}

export interface SurveyedRows {
  readonly side: DraftSide;
  readonly title: string;
  readonly records: readonly SurveyedRecord[];
}

/** What was read of the draft's sides, or why that says nothing of them. */
export type Surveyed =
  | { readonly ok: true; readonly basis: SurveyBasis; readonly sides: readonly SurveyedRows[] }
  | { readonly ok: false; readonly basis: SurveyBasis };

/** What an answer rests on, before any row is looked at: all sides read as they are, or what is missing. */
export function surveyBasis(draft: Draft): SurveyBasis {
  const { body, survey } = draft;
  if (body.sides.length < 2) return missing("Two places are not chosen yet.", "Choose two places or more.");
  const rows: { side: string; rows: number; isWhole: boolean }[] = [];
  for (const side of body.sides) {
    const read = survey?.sides.find(({ ref }) => ref === side.ref);
    const title = lookOf(draft, side.ref)?.title ?? "A place";
    if (read?.state === "failed")
      return missing(
        `${title} could not be read: ${read.problem?.message ?? ""}`,
        read.problem?.remedy ?? null,
      );
    if (!read || !isReadAsItIs(survey, draft, side))
      return survey?.finishedAt === null
        ? missing(`${title} is being read.`, "Wait until it is read.")
        : missing(`${title} was not read yet.`, "Read the places.");
    rows.push({ side: side.ref, rows: read.rows, isWhole: read.isWhole === true });
  }
  return { rows, missing: null };
}

const missing = (message: string, remedy: string | null): SurveyBasis => ({
  rows: null,
  missing: { message, remedy },
});

/** What was read of these fields on every side that maps them; `ordinals` = of these records alone, by side. */
export async function surveyedRows(
  organizationId: string,
  draft: Draft,
  fields: readonly DraftField[],
  ordinals: ReadonlyMap<string, readonly number[]> | null = null,
): Promise<Surveyed> {
  const basis = surveyBasis(draft);
  if (basis.rows === null) return { ok: false, basis };
  const sides = await withRows(organizationId, async (client) => {
    const read: SurveyedRows[] = [];
    for (const side of draft.body.sides) {
      const survey = draft.survey?.sides.find(({ ref }) => ref === side.ref);
      const asked = survey ? askedOf(side, survey, fields) : [];
      const names = asked.flatMap(({ column, type }) => namesOf(column, type));
      const place = { draftId: draft.id, side: side.ref };
      const kept = await surveyedCells(client, place, names, ordinals && (ordinals.get(side.ref) ?? []));
      const title = lookOf(draft, side.ref)?.title ?? side.ref;
      read.push({ side, title, records: kept.map((each) => recordOf(each, asked)) });
    }
    return read;
  });
  const isGone =
    ordinals === null && sides.some(({ records }, at) => records.length !== basis.rows?.[at]?.rows);
  return isGone
    ? { ok: false, basis: missing("What was read is not kept any more.", "Read the places again.") }
    : { ok: true, basis, sides };
}

interface Asked {
  readonly field: string;
  readonly column: SurveyedColumn;
  readonly type: FieldType;
}

function askedOf({ mappings }: DraftSide, { columns }: SideSurvey, fields: readonly DraftField[]): Asked[] {
  return fields.flatMap(({ ref, type }) => {
    const mapping = mappings.find(({ field, direction }) => field === ref && direction !== "off");
    const column = mapping && columns.find(({ sideField }) => sideField === mapping.sideField);
    return column ? [{ field: ref, column, type }] : [];
  });
}

/** The cells come three to a field, as `namesOf` names them. */
const recordOf = ({ ordinal, cells, unread }: SurveyedCells, asked: readonly Asked[]): SurveyedRecord => ({
  at: ordinal,
  shown: Object.fromEntries(
    asked.map(({ field, column, type }, at) => [
      field,
      shownAs(column, type, {
        cells: cells.slice(3 * at, 3 * at + 3),
        unread: unread.slice(3 * at, 3 * at + 3),
      }),
    ]),
  ),
});
