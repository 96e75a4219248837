import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import { copyIntoTemp } from "./copy";
import { overWholeSets } from "./whole-sets";

const ORG = "nullif(current_setting('app.org', true), '')::uuid";

const GONE = "gone:";

/**
 * The locator of a link whose record is gone while its row stays. Where records are found by their key, the key may
 * become another row's, and that one's record must not be taken for this row's, nor end what is known of it.
 */
export const goneLocator = (rowId: string): string => GONE + rowId;

export const isGoneLocator = (locator: string): boolean => locator.startsWith(GONE);

/** The condition in SQL that a link's record is not known to be gone. */
export const NOT_GONE = `l.locator not like '${GONE}%'`;

export interface LinkUpdate {
  readonly sideId: string;
  readonly rowId: string;
  readonly locator: string;
  /** Hash of what the side holds now; null leaves the stored one. */
  readonly hash: string | null;
  /** Null = it acknowledged the base. */
  readonly acknowledged: Cells | null;
  readonly pending: boolean;
  /** This run has written to the record. */
  readonly written: boolean;
  /** The side finds its records by their key: another row's record under this one is no longer there. */
  readonly byKey: boolean;
}

/** Sides on which a row is gone. */
export interface Unlinked {
  readonly rowId: string;
  readonly sideIds: readonly string[];
}

export async function unlink(client: RowClient, gone: readonly Unlinked[]): Promise<void> {
  const pairs = gone.flatMap(({ rowId, sideIds }) => sideIds.map((sideId) => [sideId, rowId] as const));
  if (pairs.length === 0) return;
  await client.query(
    `delete from rows.link l using unnest($1::uuid[], $2::uuid[]) as gone(side_id, row_id)
      where l.side_id = gone.side_id and l.row_id = gone.row_id`,
    [pairs.map(([sideId]) => sideId), pairs.map(([, rowId]) => rowId)],
  );
}

/** $1 = the registry, $2 = the run. By the database's clock alone; few runs were touched since this one began to look. */
const LOOKED_SINCE = `
  select exists (select from public.run own
                   join public.run other on other.registry_id = own.registry_id and other.id <> own.id
                  where own.registry_id = $1 and own.id = $2 and other.kind = 'sync'
                    and other.touched_at >= (own.progress->>'lookedFrom')::timestamptz
                    and (other.progress->>'lookedFrom')::timestamptz >= (own.progress->>'lookedFrom')::timestamptz)`;

/**
 * Ties rows to records as a run left them; whatever it wrote to them it has written by now. Where another run has begun to
 * look since, that one may have seen more of the records than is acknowledged here: they are open.
 */
export async function relink(
  client: RowClient,
  place: { readonly registryId: string; readonly runId: string },
  links: readonly LinkUpdate[],
): Promise<void> {
  if (links.length === 0) return;
  await copyIntoTemp(
    client,
    "relinked",
    "side_id uuid, row_id uuid, locator text, hash text, acknowledged jsonb, pending boolean, written boolean, by_key boolean",
    links.map((l) => [
      l.sideId,
      l.rowId,
      l.locator,
      l.hash,
      l.acknowledged && JSON.stringify(l.acknowledged),
      l.pending ? "t" : "f",
      l.written ? "t" : "f",
      l.byKey ? "t" : "f",
    ]),
  );
  await client.query("analyze relinked (side_id, row_id, locator)");
  // A record that now answers for another row gives up its old link first, and that its record is gone is kept.
  await client.query(
    `update rows.link l set locator = '${GONE}' || l.row_id, pending = true
       from relinked r where r.by_key and l.side_id = r.side_id and l.locator = r.locator and l.row_id <> r.row_id`,
  );
  await client.query(
    `delete from rows.link l using relinked r where l.side_id = r.side_id and l.locator = r.locator and l.row_id <> r.row_id`,
  );
  await client.query(
    `insert into rows.link as l (organization_id, registry_id, side_id, row_id, locator, hash, acknowledged, pending, written_at)
     select ${ORG}, $1, side_id, row_id, locator, coalesce(hash, ''), acknowledged, pending or (${LOOKED_SINCE}),
            case when written then now() end
       from relinked
     on conflict (organization_id, side_id, row_id) do update
       set locator = excluded.locator, acknowledged = excluded.acknowledged, pending = excluded.pending,
           written_at = coalesce(excluded.written_at, l.written_at),
           hash = case when excluded.hash = '' then l.hash else excluded.hash end`,
    [place.registryId, place.runId],
  );
  await client.query("drop table relinked");
}

/** Rows that each side holds, as of the last commit. */
export async function linkedRows(client: RowClient, registryId: string): Promise<Map<string, number>> {
  const { rows } = await client.query<{ side_id: string; count: number }>(
    `select side_id, count(*) as count from rows.link l where registry_id = $1 and ${NOT_GONE} group by side_id`,
    [registryId],
  );
  return new Map(rows.map((row) => [row.side_id, row.count]));
}

/** What the records under these locators acknowledged last, of those whose rows have moved on since. */
export async function acknowledgedAt(
  client: RowClient,
  sideId: string,
  locators: readonly string[],
): Promise<Map<string, Cells>> {
  const { rows } = await client.query<{ locator: string; acknowledged: Cells }>(
    `select locator, acknowledged from rows.link
      where side_id = $1 and locator = any($2::text[]) and acknowledged is not null`,
    [sideId, locators],
  );
  return new Map(rows.map(({ locator, acknowledged }) => [locator, acknowledged]));
}

/**
 * Forgets what the side's records have acknowledged of these fields, and has each of its rows looked at: the fields were
 * mapped anew, so that what stands there now was never agreed on.
 */
export const unacknowledge = (client: RowClient, sideId: string, fields: readonly string[]): Promise<void> =>
  overWholeSets(client, async () => {
    await client.query(
      `update rows.link l set acknowledged = coalesce(l.acknowledged, b.cells) - $2::text[], pending = true
         from rows.base b
        where l.side_id = $1 and b.registry_id = l.registry_id and b.row_id = l.row_id
          and (l.acknowledged is null or l.acknowledged ?| $2::text[])`,
      [sideId, fields],
    );
  });

export interface LinkOfRow {
  readonly rowId: string;
  readonly sideId: string;
  readonly locator: string;
  readonly key: string;
}

/**
 * Where these rows are, with their keys in the form in which records are matched; records that the run found gone are
 * not told.
 */
export async function linksOfRows(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  rowIds: readonly string[],
): Promise<LinkOfRow[]> {
  const { rows } = await client.query<LinkOfRow>(
    `select l.row_id as "rowId", l.side_id as "sideId", l.locator, b.form as key
       from rows.link l join rows.base b on b.registry_id = l.registry_id and b.row_id = l.row_id
      where l.registry_id = $2 and l.row_id = any($3::uuid[])
        and not exists (select from rows.obs o where o.run_id = $1 and o.side_id = l.side_id and o.locator = l.locator
                                                 and o.state = 'absent')
      order by 1, 2`,
    [place.runId, place.registryId, rowIds],
  );
  return rows;
}
