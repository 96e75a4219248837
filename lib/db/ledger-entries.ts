import "server-only";
import type { Action, Actor, Entry } from "@/lib/ledger/envelope";
import type { RowClient } from "./row-store";

/** Which entries are looked for; null: any. Each is answered by an index of its own. */
export interface EntryFilter {
  /** Public ids of what they may be about, of all keys that were asked for. */
  readonly targets: readonly string[] | null;
  readonly from: Date | null;
  /** Without it. */
  readonly to: Date | null;
  readonly actor: string | null;
  readonly actions: readonly Action[] | null;
  /** What the caller may not see. */
  readonly hidden: readonly Action[];
  /** Uuid. */
  readonly registryId: string | null;
  /** Public id: written to it, or its values alone. */
  readonly side: string | null;
  readonly outcome: Entry["outcome"] | null;
  /** Uuid. */
  readonly runId: string | null;
  /** Only what people and keys did themselves, the rows of their runs aside. */
  readonly deedsOnly: boolean;
}

/** An entry as it is stored; what the leaf says is in the leaf. */
export interface EntryLine {
  readonly seq: number;
  /** RFC 8785 text of the envelope. */
  readonly leaf: string;
  readonly leafHash: Buffer;
  /** RFC 8785 text; null once it was erased. */
  readonly payload: string | null;
  /** Base64; gone with the payload. */
  readonly salt: string | null;
  readonly registryId: string | null;
}

/** The envelope that a leaf is the text of. */
export interface Envelope {
  readonly v: 1;
  readonly log: string;
  readonly seq: number;
  readonly id: string;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly actor: Actor;
  readonly action: Action;
  readonly outcome: Entry["outcome"];
  readonly target: Entry["target"];
  readonly source: string | null;
  readonly destination: string | null;
  readonly request_id: string | null;
  readonly run_id: string | null;
  readonly payload_commitment: string;
}

export const envelopeOf = ({ leaf }: Pick<EntryLine, "leaf">): Envelope => JSON.parse(leaf) as Envelope;

export interface EntryPage {
  /** Entries before this one. */
  readonly before: number;
  readonly size: number;
}

/** The newest entries before a place in the log that fit the filter, newest first. */
export async function listEntries(
  client: RowClient,
  filter: EntryFilter,
  { before, size }: EntryPage,
): Promise<EntryLine[]> {
  const bounds = await boundsOf(client, filter);
  const values = [...valuesOf(filter), bounds.from, Math.min(bounds.to, before), size];
  const { rows } = await client.query<EntryLine>(NEWEST, values);
  return rows;
}

/** The entries from one place in the log up to, without, another that fit the filter, in order, at most `size`. */
export async function entriesInOrder(
  client: RowClient,
  filter: EntryFilter,
  { from, to, size }: { readonly from: number; readonly to: number; readonly size: number },
): Promise<EntryLine[]> {
  const bounds = await boundsOf(client, filter);
  const values = [...valuesOf(filter), Math.max(bounds.from, from), Math.min(bounds.to, to), size];
  const { rows } = await client.query<EntryLine>(IN_ORDER, values);
  return rows;
}

/** Every entry of a range of the log, in order. */
export async function wholeLog(
  client: RowClient,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<EntryLine[]> {
  const { rows } = await client.query<EntryLine>(ALL, [from, to]);
  return rows;
}

export async function findEntry(client: RowClient, seq: number): Promise<EntryLine | null> {
  const { rows } = await client.query<EntryLine>(ONE, [seq]);
  return rows[0] ?? null;
}

/** What was ever entered under a key of this hash (hex), in any registry: public ids of rows and conflicts. */
export async function targetsOfKey(client: RowClient, keyHash: string, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ ref: string }>(
    "select target_ref as ref from ledger.row_key where key_hash = decode($1, 'hex') limit $2",
    [keyHash, limit],
  );
  return rows.map(({ ref }) => ref);
}

/** Writes of these runs that a side refused, or that were not tried any more; a run without any has no entry. */
export async function countRefused(
  client: RowClient,
  runIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ runId: string; count: number }>(
    `select run_id as "runId", count(*) as count from ledger.entry
      where run_id = any($1::uuid[]) and outcome <> 'ok' and target_type = 'row' group by run_id`,
    [runIds],
  );
  return new Map(rows.map(({ runId, count }) => [runId, count]));
}

/** The log is in the order of time, so a time is a place in it. */
async function boundsOf(
  client: RowClient,
  { from, to }: EntryFilter,
): Promise<{ readonly from: number; readonly to: number }> {
  return {
    from: from ? await placeOf(client, from) : 0,
    to: to ? await placeOf(client, to) : Number.MAX_SAFE_INTEGER,
  };
}

async function placeOf(client: RowClient, at: Date): Promise<number> {
  const { rows } = await client.query<{ seq: number }>(
    "select seq from ledger.entry where recorded_at >= $1 order by recorded_at, seq limit 1",
    [at],
  );
  return rows[0]?.seq ?? Number.MAX_SAFE_INTEGER;
}

const valuesOf = (filter: EntryFilter): unknown[] => [
  filter.targets,
  filter.actor,
  filter.actions,
  filter.hidden,
  filter.registryId,
  filter.side,
  filter.outcome,
  filter.runId,
  filter.deedsOnly,
];

const COLUMNS = `seq, leaf, leaf_hash as "leafHash", payload, salt, registry_id as "registryId"`;

const ONE = `select ${COLUMNS} from ledger.entry where seq = $1`;

const ALL = `select ${COLUMNS} from ledger.entry where seq >= $1 and seq < $2 order by seq`;

// A condition that is not asked for is folded away when the values are known, so each index is found.
const FITTING = `
  select ${COLUMNS} from ledger.entry
   where ($1::text[] is null or target_ref = any($1::text[]))
     and ($2::text is null or actor_ref = $2)
     and ($3::text[] is null or action = any($3::text[]))
     and action <> all($4::text[])
     and ($5::uuid is null or registry_id = $5)
     and ($6::text is null or side_ref = $6)
     and ($7::text is null or outcome = $7)
     and ($8::uuid is null or run_id = $8)
     and (not $9::boolean or (actor_type in ('person', 'api-key') and target_type <> 'row'))
     and seq >= $10 and seq < $11`;

const NEWEST = `${FITTING} order by seq desc limit $12`;

const IN_ORDER = `${FITTING} order by seq limit $12`;
