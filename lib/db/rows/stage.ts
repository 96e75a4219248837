import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import { copyIntoTemp } from "./copy";
import { NOT_GONE } from "./links";
import { noteRows } from "./statistics";
import { overWholeSets } from "./whole-sets";

/** One observed record, ready to be staged: canonical cells, key text and hash as the engine makes them. */
export interface StagedRecord {
  readonly locator: string;
  readonly key: string | null;
  /** The key as records without a link are matched by it; null = the key itself. */
  readonly matchKey: string | null;
  readonly hash: string;
  readonly cells: Cells;
  readonly unknown: Readonly<Record<string, string>> | null;
  readonly changedAt: number | null;
  readonly grainMs: number | null;
  /** Who changed it last, in the side's own words; null = the side does not say. */
  readonly changedBy: string | null;
  /** absent and unknown come from point reads of records that a census did not show. */
  readonly state: "present" | "absent" | "unknown";
}

export interface StagePlace {
  readonly runId: string;
  readonly sideId: string;
  /** Ordinal of the first record; records of one side are numbered through all its pages. */
  readonly from: number;
}

/** The cells come as text: of records that have not changed they are not even parsed. */
const COLUMNS =
  "ordinal bigint, locator text, key text, match_key text, state text, hash text, cells text, unknown jsonb, changed_at bigint, grain_ms int, changed_by text";

/**
 * Stages a page of one side. The payload is kept only where the side no longer holds what it acknowledged; the
 * record's row is found by its link. Repeating a page needs no care: page and cursor commit together. The links are
 * looked up record by record: joined, all of a side's would be gone through for each page.
 */
export async function stageRecords(
  client: RowClient,
  place: StagePlace,
  records: readonly StagedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await copyIntoTemp(client, "incoming", COLUMNS, encode(place.from, records));
  await client.query(
    `insert into rows.obs (organization_id, run_id, side_id, ordinal, locator, key, match_key, row_id, state, hash, cells,
                           unknown, changed_at, grain_ms, changed_by)
     select nullif(current_setting('app.org', true), '')::uuid, $1, $2, i.ordinal, i.locator, i.key, i.match_key, l.row_id,
            i.state, i.hash, case when l.hash = i.hash and not l.pending and i.unknown is null then null else i.cells::jsonb end,
            i.unknown, i.changed_at, i.grain_ms, i.changed_by
       from incoming i
       left join lateral (select row_id, hash, pending from rows.link
                           where organization_id = nullif(current_setting('app.org', true), '')::uuid
                             and side_id = $2 and locator = i.locator offset 0) l on true`,
    [place.runId, place.sideId],
  );
  await client.query("drop table incoming");
  await noteRows(client, "obs", { before: place.from, added: records.length });
}

function* encode(from: number, records: readonly StagedRecord[]) {
  for (const [at, record] of records.entries()) {
    yield [
      from + at,
      record.locator,
      record.key,
      record.matchKey,
      record.state,
      record.hash,
      JSON.stringify(record.cells),
      record.unknown && JSON.stringify(record.unknown),
      record.changedAt,
      record.grainMs,
      record.changedBy,
    ];
  }
}

/** What a sealed side must still show when the plan is made: its records counted and their hashes summed. */
export interface Seal {
  readonly count: number;
  readonly digest: string;
}

/** Count and order-free digest of what is staged; an emptied UNLOGGED table shows itself here. */
export async function sealOf(client: RowClient, runId: string, sideId: string): Promise<Seal> {
  const { rows } = await client.query<{ count: number; digest: string }>(
    `select count(*) as count,
            coalesce(sum(('x' || substr(md5(locator || hash || state), 1, 15))::bit(60)::bigint), 0)::text as digest
       from rows.obs where run_id = $1 and side_id = $2`,
    [runId, sideId],
  );
  return rows[0] ?? { count: 0, digest: "0" };
}

/** How many records of the side stand staged: fewer than were staged, if the server has crashed since. */
export async function stagedCount(client: RowClient, runId: string, sideId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "select count(*) as count from rows.obs where run_id = $1 and side_id = $2",
    [runId, sideId],
  );
  return rows[0]?.count ?? 0;
}

/** The condition that a link's record, of run $1 and side $2, is not staged. */
const NOT_STAGED = `not exists (select from rows.obs o where o.run_id = $1 and o.side_id = $2
                                   and o.locator = l.locator and o.organization_id = l.organization_id)`;

/** Linked records that a complete read of the side did not show: possibly deleted there. Not those known to be gone. */
export async function missingLocators(
  client: RowClient,
  place: Omit<StagePlace, "from">,
  limit: number,
): Promise<string[]> {
  const { rows } = await overWholeSets(client, () =>
    client.query<{ locator: string }>(
      `select l.locator from rows.link l
        where l.side_id = $2 and ${NOT_GONE}
          and ${NOT_STAGED}
        order by l.locator limit $3`,
      [place.runId, place.sideId, limit],
    ),
  );
  return rows.map((row) => row.locator);
}

export interface SideCensus {
  readonly linked: number;
  readonly missing: number;
  /** Links to records known to be gone that are not staged yet; they are in none of the other numbers. */
  readonly gone: number;
}

export async function censusOf(client: RowClient, runId: string, sideId: string): Promise<SideCensus> {
  const { rows } = await overWholeSets(client, () =>
    client.query<SideCensus>(
      `with unseen as materialized (
         select ${NOT_GONE} as missing from rows.link l where l.side_id = $2 and ${NOT_STAGED})
       select (select count(*) from rows.link l where l.side_id = $2 and ${NOT_GONE}) as linked,
              (select count(*) from unseen where missing) as missing,
              (select count(*) from unseen where not missing) as gone`,
      [runId, sideId],
    ),
  );
  return rows[0] ?? { linked: 0, missing: 0, gone: 0 };
}

/** How many records the side shows, those taken for unchanged included. */
export async function presentCount(client: RowClient, runId: string, sideId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "select count(*) as count from rows.obs where run_id = $1 and side_id = $2 and state = 'present'",
    [runId, sideId],
  );
  return rows[0]?.count ?? 0;
}

/** Marks every missing record absent without a point read; only for what a brake holds for a person anyway. */
export const markMissingAbsent = (client: RowClient, place: StagePlace): Promise<number> =>
  stageAbsent(client, place, NOT_GONE);

/** Stages the records known to be gone as absent: nothing is left to be looked up. Answers how many there were. */
export const stageGone = (client: RowClient, place: StagePlace): Promise<number> =>
  stageAbsent(client, place, `not ${NOT_GONE}`);

async function stageAbsent(client: RowClient, place: StagePlace, which: string): Promise<number> {
  const { rowCount } = await overWholeSets(client, () =>
    client.query(
      `insert into rows.obs (organization_id, run_id, side_id, ordinal, locator, row_id, state, hash)
       select l.organization_id, $1, $2, $3 + row_number() over (order by l.locator) - 1, l.locator, l.row_id, 'absent', ''
         from rows.link l
        where l.side_id = $2 and ${which} and ${NOT_STAGED}`,
      [place.runId, place.sideId, place.from],
    ),
  );
  return rowCount ?? 0;
}

/**
 * Where records may lose the ids by which they are found: a linked record that is not there while one record of no row has
 * its row's key is that one. It is staged under the id that it had, too, as one that now has another. Answers how many.
 */
export async function stageReplaced(
  client: RowClient,
  place: StagePlace & { readonly registryId: string },
): Promise<number> {
  const { rowCount } = await overWholeSets(client, async () => {
    const values = [place.runId, place.sideId, place.from, place.registryId];
    const staged = await client.query(
      `insert into rows.obs (organization_id, run_id, side_id, ordinal, locator, row_id, state, hash)
       select l.organization_id, $1, $2, $3 + row_number() over (order by l.locator) - 1, l.locator, l.row_id, 'renamed', ''
         from rows.link l
         join rows.base b on b.organization_id = l.organization_id and b.registry_id = l.registry_id and b.row_id = l.row_id
         join (select form from rows.obs
                where run_id = $1 and side_id = $2 and state = 'present' and row_id is null and form is not null
                group by 1 having count(*) = 1) stranger on stranger.form = b.form
        where l.side_id = $2 and l.registry_id = $4 and ${NOT_GONE} and ${NOT_STAGED}`,
      values,
    );
    await client.query(
      `update rows.obs o set row_id = b.row_id
         from rows.obs old join rows.base b on b.registry_id = $4 and b.row_id = old.row_id
        where old.run_id = $1 and old.side_id = $2 and old.ordinal >= $3 and old.state = 'renamed'
          and o.run_id = $1 and o.side_id = $2 and o.state = 'present' and o.row_id is null and o.form = b.form`,
      values,
    );
    return staged;
  });
  return rowCount ?? 0;
}

/** A run's staging is dropped when it closes, or when its reads start over. */
export async function dropStaged(client: RowClient, runId: string): Promise<void> {
  await client.query("delete from rows.obs where run_id = $1", [runId]);
}
