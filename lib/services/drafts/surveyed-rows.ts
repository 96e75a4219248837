import "server-only";
import { withRows } from "@/lib/db/row-store";
import { countSurveyed, surveyedColumns } from "@/lib/db/rows/survey";
import type { FieldType } from "@/lib/engine/value";
import type { DraftField, DraftSide } from "./draft-input";
import type { SurveyBasis } from "./draft-view";
import type { Draft } from "./stored-draft";
import type { SideSurvey, SurveyedColumn } from "./survey-progress";
import { namesOf, type Shown, shownAs } from "./surveyed-value";
import { isColumnGone, isReadAsItIs, lookOf } from "./view-of-draft";

/** A record of a side. */
export interface SurveyedRecord {
  /** Its number in the order of the read, from 0. */
  readonly at: number;
  /** What it shows of a field, by the field's ref; undefined = the side has no column for it. */
  shown(field: string): Shown | undefined;
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
    if (isColumnGone(draft, side))
      return missing(`A mapped column of ${title} is not there any more.`, "Choose another in Map.");
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

/** What was read of these fields on every side that maps them; `only` = of these records alone, by side. */
export async function surveyedRows(
  organizationId: string,
  draft: Draft,
  fields: readonly DraftField[],
  only: ReadonlyMap<string, readonly number[]> | null = null,
): Promise<Surveyed> {
  const basis = surveyBasis(draft);
  if (basis.rows === null) return { ok: false, basis };
  const counts = new Map(basis.rows.map(({ side, rows }) => [side, rows]));
  const sides = await withRows(organizationId, async (client) => {
    const read: SurveyedRows[] = [];
    for (const side of draft.body.sides) {
      const place = { draftId: draft.id, side: side.ref };
      const rows = counts.get(side.ref) ?? 0;
      if ((await countSurveyed(client, place)) !== rows) return null;
      const survey = draft.survey?.sides.find(({ ref }) => ref === side.ref);
      const asked = survey ? askedOf(side, survey, fields) : [];
      const names = asked.flatMap(({ column, type }) => namesOf(column, type));
      const wanted = only && (only.get(side.ref) ?? []);
      const kept = await surveyedColumns(client, place, names, wanted);
      const numbers = wanted ?? Array.from({ length: rows }, (_, at) => at);
      const title = lookOf(draft, side.ref)?.title ?? side.ref;
      read.push({ side, title, records: numbers.map((at) => recordOf(at, kept, asked)) });
    }
    return read;
  });
  return sides === null
    ? { ok: false, basis: missing("What was read is not kept any more.", "Read the places again.") }
    : { ok: true, basis, sides };
}

interface Asked {
  readonly column: SurveyedColumn;
  readonly type: FieldType;
}

/** The columns that are asked for, by field. */
function askedOf(
  { mappings }: DraftSide,
  { columns }: SideSurvey,
  fields: readonly DraftField[],
): (Asked & { readonly field: string })[] {
  return fields.flatMap(({ ref, type }) => {
    const mapping = mappings.find(({ field, direction }) => field === ref && direction !== "off");
    const column = mapping && columns.find(({ sideField }) => sideField === mapping.sideField);
    return column ? [{ field: ref, column, type }] : [];
  });
}

function recordOf(
  at: number,
  kept: ReadonlyMap<string, readonly unknown[]>,
  asked: readonly (Asked & { readonly field: string })[],
): SurveyedRecord {
  return {
    at,
    shown: (field) => {
      const column = asked.find((each) => each.field === field);
      return column && shownAs(column.column, column.type, kept, at);
    },
  };
}
