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
  await client.query("delete from rows.survey_chunk where draft_id = $1 and side = any($2)", [
    draftId,
    sides,
  ]);
}

/** What a page shows in one column, record by record; a name for what it is. */
export interface SurveyChunk {
  readonly name: string;
  readonly items: readonly unknown[];
}

/** The chunk that every page has: that it was read. */
const READ = "#";

interface Surveyed {
  readonly draftId: string;
  readonly side: string;
}

/** Keeps a page of `size` records, numbered from `first`. */
export async function keepSurveyed(
  client: RowClient,
  { draftId, side, first, size }: Surveyed & { readonly first: number; readonly size: number },
  chunks: readonly SurveyChunk[],
): Promise<void> {
  if (size === 0) return;
  const lines = [{ name: READ, items: [] }, ...chunks].map(({ name, items }) => [
    name,
    JSON.stringify(items),
  ]);
  await copyIntoTemp(client, "surveyed", "name text, items text", lines);
  await client.query(
    `insert into rows.survey_chunk (organization_id, draft_id, side, name, first, size, items)
     select nullif(current_setting('app.org', true), '')::uuid, $1, $2, i.name, $3, $4, i.items::json from surveyed i`,
    [draftId, side, first, size],
  );
  await client.query("drop table surveyed");
}

/** How many records of a side are kept. */
export async function countSurveyed(client: RowClient, { draftId, side }: Surveyed): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "select coalesce(sum(size), 0)::int as count from rows.survey_chunk where draft_id = $1 and side = $2 and name = $3",
    [draftId, side, READ],
  );
  return rows[0]?.count ?? 0;
}

/**
 * What was read of a side under these names, each a list by the records' numbers with holes where nothing is kept; of the
 * pages with these records alone where they are given.
 */
export async function surveyedColumns(
  client: RowClient,
  { draftId, side }: Surveyed,
  names: readonly string[],
  records: readonly number[] | null = null,
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const { rows } = await client.query<{ name: string; first: number; items: readonly unknown[] }>(
    `select name, first, items from rows.survey_chunk
      where draft_id = $1 and side = $2 and name = any($3)
        and ($4::int[] is null or exists (select from unnest($4::int[]) as asked (at)
                                           where at >= first and at < first + size))
      order by first`,
    [draftId, side, names, records],
  );
  const columns = new Map<string, unknown[]>(names.map((name) => [name, []]));
  for (const { name, first, items } of rows) {
    const column = columns.get(name) ?? [];
    for (const [at, item] of items.entries()) column[first + at] = item;
  }
  return columns;
}

/** Forgets surveys, and drafts that became registries, of before. Returns how many of each. */
export async function forgetOldDrafts(
  client: RowClient,
  { surveyed, started }: OldDrafts,
): Promise<{ readonly surveys: number; readonly drafts: number }> {
  const drafts = await client.query("delete from public.registry_draft where started_at < $1", [started]);
  await client.query(
    `delete from rows.survey_chunk where draft_id in (select id from public.registry_draft where survey_at < $1)`,
    [surveyed],
  );
  const surveys = await client.query(
    "update public.registry_draft set survey_id = null, survey = null, survey_at = null where survey_at < $1",
    [surveyed],
  );
  return { surveys: surveys.rowCount ?? 0, drafts: drafts.rowCount ?? 0 };
}
