import type { Value } from "@/lib/engine/value";
import type { OldDrafts } from "../drafts";
import type { RowClient } from "../row-store";
import { copyIntoTemp } from "./copy";

/** A survey of a draft as it is kept: its id, how far it is, and when it was last moved on. */
export interface KeptSurvey {
  readonly id: string;
  readonly progress: unknown;
  readonly at: Date;
}

/** The draft's survey, held until the transaction ends; null where there is none. */
export async function holdSurvey(client: RowClient, draftId: string): Promise<KeptSurvey | null> {
  const { rows } = await client.query<KeptSurvey>(
    `select survey_id as id, survey as progress, survey_at as at from public.registry_draft
      where id = $1 and survey_id is not null for update`,
    [draftId],
  );
  return rows[0] ?? null;
}

/** As `holdSurvey`, without holding it. */
export async function findSurvey(client: RowClient, draftId: string): Promise<KeptSurvey | null> {
  const { rows } = await client.query<KeptSurvey>(
    `select survey_id as id, survey as progress, survey_at as at from public.registry_draft
      where id = $1 and survey_id is not null`,
    [draftId],
  );
  return rows[0] ?? null;
}

export async function saveSurvey(
  client: RowClient,
  draftId: string,
  { id, progress, at }: KeptSurvey,
): Promise<void> {
  await client.query(
    "update public.registry_draft set survey_id = $2, survey = $3, survey_at = $4 where id = $1",
    [draftId, id, JSON.stringify(progress), at],
  );
}

/** Forgets what was read of these sides. */
export async function forgetSurveyed(
  client: RowClient,
  draftId: string,
  sides: readonly string[],
): Promise<void> {
  await client.query("delete from rows.survey_record where draft_id = $1 and side = any($2)", [
    draftId,
    sides,
  ]);
}

/** A record as it is kept for a survey: cells by the names under which they are asked for, and why some could not be read. */
export interface SurveyRecord {
  readonly cells: Readonly<Record<string, Value | readonly [Value]>>;
  readonly unread: Readonly<Record<string, string>> | null;
}

/** Keeps a page of records, numbered from `from`. */
export async function keepSurveyed(
  client: RowClient,
  place: { readonly draftId: string; readonly side: string; readonly from: number },
  records: readonly SurveyRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const lines = records.map(({ cells, unread }, at) => [
    place.from + at,
    JSON.stringify(cells),
    unread && JSON.stringify(unread),
  ]);
  await copyIntoTemp(client, "surveyed", "ordinal int, cells text, unread text", lines);
  await client.query(
    `insert into rows.survey_record (organization_id, draft_id, side, ordinal, cells, unread)
     select nullif(current_setting('app.org', true), '')::uuid, $1, $2, i.ordinal, i.cells::jsonb, i.unread::jsonb
       from surveyed i`,
    [place.draftId, place.side],
  );
  await client.query("drop table surveyed");
}

/** Some cells of a record, in the order in which they were asked for; what is missing is null in both lists. */
export interface SurveyedCells {
  readonly ordinal: number;
  readonly cells: readonly (Value | readonly [Value])[];
  readonly unread: readonly (string | null)[];
}

/** What was read of a side under these names, in the order of the read; of these records alone where they are given. */
export async function surveyedCells(
  client: RowClient,
  place: { readonly draftId: string; readonly side: string },
  names: readonly string[],
  ordinals: readonly number[] | null = null,
): Promise<SurveyedCells[]> {
  const { rows } = await client.query<SurveyedCells>(
    `select ordinal,
            coalesce((select jsonb_agg(r.cells -> name order by n) from unnest($3::text[]) with ordinality as asked (name, n)), '[]')
              as cells,
            coalesce((select jsonb_agg(r.unread -> name order by n) from unnest($3::text[]) with ordinality as asked (name, n)), '[]')
              as unread
       from rows.survey_record r
      where draft_id = $1 and side = $2 and ($4::int[] is null or ordinal = any($4)) order by ordinal`,
    [place.draftId, place.side, names, ordinals],
  );
  return rows;
}

/** Forgets surveys, and drafts that became registries, of before. Returns how many of each. */
export async function forgetOldDrafts(
  client: RowClient,
  { surveyed, started }: OldDrafts,
): Promise<{ readonly surveys: number; readonly drafts: number }> {
  const drafts = await client.query("delete from public.registry_draft where started_at < $1", [started]);
  await client.query(
    `delete from rows.survey_record where draft_id in (select id from public.registry_draft where survey_at < $1)`,
    [surveyed],
  );
  const surveys = await client.query(
    "update public.registry_draft set survey_id = null, survey = null, survey_at = null where survey_at < $1",
    [surveyed],
  );
  return { surveys: surveys.rowCount ?? 0, drafts: drafts.rowCount ?? 0 };
}
