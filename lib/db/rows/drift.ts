import type { RowClient } from "../row-store";
import { NOT_AS_WRITTEN } from "./issues";
import { overWholeSets } from "./whole-sets";

/** What one side shows of the registry's rows: each row in scope is in one of these. */
export interface RowsAtSide {
  /** Its record was read whole and is as the side acknowledged the base. */
  readonly matched: number;
  /** There is a record, and it does not show the base, or not for certain (its key is also another record's). */
  readonly different: number;
  readonly missing: number;
  /** Its record, or a part of it, could not be read. */
  readonly unread: number;
  /** Not there, on a side that need not hold every row. */
  readonly optional: number;
}

/** What became of what was staged of one side: each line is in one of these, so they sum up to the seal's count. */
export interface RecordsAtSide {
  /** Stand for a row in scope. */
  readonly own: number;
  /** Are no row of the registry. */
  readonly extra: number;
  /** A person keeps them out. */
  readonly excluded: number;
  /** Stand for a row outside of the registry's filter. */
  readonly outside: number;
  /** Were looked for and are not there. */
  readonly gone: number;
  /** Were looked for and could not be told of. */
  readonly unread: number;
}

export interface Drift {
  /** Rows in scope, and those that every side shows as they are. */
  readonly rows: number;
  readonly equal: number;
  /**
   * Rows that a side shows otherwise or not, and extra records, without an open issue or conflict that says why. What
   * could not be read is none of them: nothing is known of it.
   */
  readonly drifted: number;
  /** Order-free, 32 hex digits: the sum of 128 bits of SHA-256 over each row's key and hash. */
  readonly baseDigest: string;
  /** By side. */
  readonly sides: Readonly<Record<string, { readonly rows: RowsAtSide; readonly records: RecordsAtSide }>>;
}

export interface DriftScope {
  readonly runId: string;
  readonly registryId: string;
  readonly sides: readonly {
    readonly sideId: string;
    /** Whether it must hold every row. */
    readonly required: boolean;
  }[];
}

export const NO_ROWS: RowsAtSide = { matched: 0, different: 0, missing: 0, unread: 0, optional: 0 };
export const NO_RECORDS: RecordsAtSide = {
  ...{ own: 0, extra: 0, excluded: 0, outside: 0, gone: 0, unread: 0 },
};

/**
 * Compares what a run has staged of all sides with the base, and keeps for people the first of what differs. Only after `identifyRecords` in the same transaction: which
 * record is whose row is said there, and what was staged was held against its seal.
 */
export function driftOf(client: RowClient, scope: DriftScope): Promise<Drift> {
  return overWholeSets(client, async () => {
    const rows = await rowsAtSides(client, scope);
    const records = await recordsAtSides(client, scope);
    const { count, digest } = await baseDigest(client, scope.registryId);
    const sides = scope.sides.map(({ sideId }) => [
      sideId,
      { rows: counted(NO_ROWS, rows, sideId), records: counted(NO_RECORDS, records, sideId) },
    ]);
    const equal = rows.find(({ sideId }) => sideId === null)?.count ?? 0;
    const drifted = await keepDriftRows(client, scope);
    return { rows: count, equal, drifted, baseDigest: digest, sides: Object.fromEntries(sides) };
  });
}

interface Counted {
  readonly sideId: string | null;
  readonly found: string;
  readonly count: number;
}

const counted = <Counts>(none: Counts, lines: readonly Counted[], sideId: string): Counts => ({
  ...none,
  ...Object.fromEntries(
    lines.filter((line) => line.sideId === sideId).map(({ found, count }) => [found, count]),
  ),
});

/** Of several records of one row on one side the first speaks for it: one that is there before one that is not. */
const SEEN = `select o.side_id, o.row_id, o.state, o.locator, o.key, o.hash, o.unknown,
       row_number() over (partition by o.side_id, o.row_id order by
         case when o.state = 'present' then 0 when o.state = 'unknown' then 2 when o.state in ('absent', 'renamed') then 3
              else 1 end, o.ordinal) as nth
  from rows.obs o where o.run_id = $1`;

/** Each row in scope with what each side shows of it. $1 run, $2 registry, $3 and $4 the sides, $5 the issue of a write. */
const FOUND = `with found as materialized (
       select b.row_id, b.key, m.side_id,
              case when o.row_id is null and l.row_id is not null then 'unread'
                   when o.row_id is null or o.state in ('absent', 'renamed')
                     then case when m.required or l.row_id is not null then 'missing' else 'optional' end
                   when o.state = 'unknown' or (o.state = 'present' and o.unknown is not null) then 'unread'
                   when o.state = 'present' and o.locator = l.locator and o.hash = l.hash and not l.pending
                        and i.row_id is null then 'matched'
                   else 'different' end as found
         from unnest($3::uuid[], $4::boolean[]) as m(side_id, required)
         join rows.base b on b.registry_id = $2 and b.in_scope
         left join (${SEEN}) o on o.side_id = m.side_id and o.row_id = b.row_id and o.nth = 1
         left join rows.link l on l.side_id = m.side_id and l.row_id = b.row_id
         left join (select distinct side_id, row_id from rows.issue
                     where registry_id = $2 and open and reason = $5) i on i.side_id = m.side_id and i.row_id = b.row_id)`;

const given = ({ runId, registryId, sides }: DriftScope) => [
  runId,
  registryId,
  sides.map(({ sideId }) => sideId),
  sides.map(({ required }) => required),
  NOT_AS_WRITTEN,
];

async function rowsAtSides(client: RowClient, scope: DriftScope): Promise<readonly Counted[]> {
  const { rows } = await client.query<Counted>(
    `${FOUND}
     select side_id as "sideId", found, count(*) as count from found group by 1, 2
     union all
     select null, 'equal', count(*) from (
       select row_id from found group by row_id having bool_and(found in ('matched', 'optional'))) whole`,
    given(scope),
  );
  return rows;
}

async function recordsAtSides(
  client: RowClient,
  { runId, registryId }: DriftScope,
): Promise<readonly Counted[]> {
  const { rows } = await client.query<Counted>(
    `select o.side_id as "sideId",
            case when o.state in ('absent', 'renamed') then 'gone'
                 when o.state = 'unknown' then 'unread'
                 when o.state = 'excluded' then 'excluded'
                 when b.in_scope = false then 'outside'
                 when b.in_scope and o.nth = 1 then 'own'
                 else 'extra' end as found, count(*) as count
       from (${SEEN}) o left join rows.base b on b.registry_id = $2 and b.row_id = o.row_id
      group by 1, 2`,
    [runId, registryId],
  );
  return rows;
}

/** Of each kind on each side. */
const KEPT = 200;

/** A warning keeps no row from its sides. */
const TELLS = "i.open and i.severity = 'error'";

/** Rows that are not as they should be, each its own `subject`; an open issue or conflict of one says why. */
const DIFFERING = `select x.side_id, x.found, x.row_id, x.key, null::text as locator, x.row_id::text as subject,
       exists (select from rows.issue i where i.registry_id = $2 and i.row_id = x.row_id and ${TELLS})
       or exists (select from rows.conflict c
                   where c.registry_id = $2 and c.row_id = x.row_id and not c.resolved and not c.provisional) as waits
  from found x where x.found in ('different', 'missing', 'unread')`;

/**
 * Records that are no row; an open issue that names one by its key or by where it is says why. Of several sides' records
 * of one row to be the subject is the same; only what is a row already has its id.
 */
const EXTRA = `select o.side_id, 'extra', b.row_id, o.key, o.locator,
       coalesce(o.row_id::text, o.side_id || ' ' || o.locator),
       exists (select from rows.issue i
                where i.registry_id = $2 and i.side_id = o.side_id and ${TELLS} and i.subject = o.key)
       or exists (select from rows.issue i where i.registry_id = $2 and i.side_id = o.side_id and ${TELLS}
                     and i.records @> jsonb_build_array(jsonb_build_object('locator', o.locator)))
  from (${SEEN}) o left join rows.base b on b.registry_id = $2 and b.row_id = o.row_id
 where o.state not in ('absent', 'renamed', 'unknown', 'excluded')
   and b.in_scope is distinct from false and not (b.in_scope is true and o.nth = 1)`;

/**
 * What differs takes the place of what the check before has kept; what nothing explains comes first. Returns how many
 * rows and records that is, each once.
 */
async function keepDriftRows(client: RowClient, scope: DriftScope): Promise<number> {
  await client.query("delete from rows.drift_row where registry_id = $1", [scope.registryId]);
  const { rows } = await client.query<{ drifted: number }>(
    `${FOUND}, differing as materialized (${DIFFERING} union all ${EXTRA}),
     kept as (
       insert into rows.drift_row
         (organization_id, registry_id, run_id, side_id, found, ordinal, row_id, key, locator, waits)
       select nullif(current_setting('app.org', true), '')::uuid, $2, $1, side_id, found, nth, row_id, key, locator, waits
         from (select *, row_number() over (partition by side_id, found order by waits, key, locator) as nth
                 from differing) ranked
        where nth <= ${KEPT})
     select count(distinct subject) as drifted from differing where found <> 'unread' and not waits`,
    given(scope),
  );
  return rows[0]?.drifted ?? 0;
}

/** 128 bits as four words: Postgres turns no more than 63 bits of a text into a number. */
const WORDS = [0, 1, 2, 3]
  .map(
    (at) =>
      `(('x' || substr(hash, ${at * 8 + 1}, 8))::bit(32)::bigint)::numeric * ${2n ** (96n - 32n * BigInt(at))}`,
  )
  .join(" + ");

async function baseDigest(client: RowClient, registryId: string): Promise<{ count: number; digest: string }> {
  const { rows } = await client.query<{ count: number; sum: string }>(
    `select count(*) as count, mod(coalesce(sum(${WORDS}), 0), ${2n ** 128n})::text as sum
       from (select encode(sha256(convert_to(key || ' ' || hash, 'UTF8')), 'hex') as hash
               from rows.base where registry_id = $1 and in_scope) hashed`,
    [registryId],
  );
  const { count, sum } = rows[0] ?? { count: 0, sum: "0" };
  return { count, digest: digestText(BigInt(sum)) };
}

export const digestText = (sum: bigint): string => (sum % 2n ** 128n).toString(16).padStart(32, "0");
