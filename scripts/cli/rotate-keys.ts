import type pg from "pg";
import {
  replaceSealed,
  SEALED_COLUMNS,
  type SealedColumn,
  type SealedPlace,
  type SealedValue,
  sealedByOthers,
} from "@/lib/db/sealed-columns";
import { asAppError } from "@/lib/errors";
import type { Keyring } from "@/lib/vault/keyring";
import { rewrap } from "@/lib/vault/seal";

/** Values whose keys are asked for at the same time, and committed together. */
const BATCH = 20;

export interface Rotation {
  readonly moved: number;
  /** Values that stay under another key, each with why. */
  readonly stuck: readonly string[];
}

/**
 * Has the keyring's current key wrap the data keys of all values of these organizations. What is done is in the rows
 * themselves, so it can be ended anywhere and called again; a row is never without a value that the keyring opens.
 * `onMoved` is told how many have been moved after each batch.
 */
export async function rotateKeys(
  pool: pg.Pool,
  organizations: readonly string[],
  keyring: Keyring,
  onMoved: (moved: number) => void = () => {},
): Promise<Rotation> {
  let moved = 0;
  const stuck: string[] = [];
  for (const organization of organizations) {
    for (const column of SEALED_COLUMNS) {
      const place = { pool, organization, column, keyring };
      // What was sealed anew while we went through is found by going through again.
      for (
        let round: Round = await goThrough(place, onMovedBy);
        ;
        round = await goThrough(place, onMovedBy)
      ) {
        if (round.moved + round.missed > 0) continue;
        stuck.push(...round.stuck);
        break;
      }
    }
  }
  return { moved, stuck };

  function onMovedBy(count: number): void {
    moved += count;
    onMoved(moved);
  }
}

interface Place {
  readonly pool: pg.Pool;
  readonly organization: string;
  readonly column: SealedColumn;
  readonly keyring: Keyring;
}

interface Round {
  readonly moved: number;
  /** Changed by somebody else between our look and our write. */
  readonly missed: number;
  readonly stuck: readonly string[];
}

async function goThrough(place: Place, onMovedBy: (count: number) => void): Promise<Round> {
  const { column, keyring } = place;
  const keyId = keyring.current.keyId;
  let [moved, missed] = [0, 0];
  const stuck: string[] = [];
  for (let after: SealedPlace | null = null; ; ) {
    const values: SealedValue[] = await within(place, (client) =>
      sealedByOthers(client, column, { keyId, after, limit: BATCH }),
    );
    const last = values.at(-1);
    if (!last) return { moved, missed, stuck };
    after = last;
    // Keys are asked for outside of a transaction.
    const wrapped = await Promise.all(values.map((value) => wrappedAnew(value, keyring)));
    const done = await within(place, async (client) => {
      let count = 0;
      for (const [at, value] of values.entries()) {
        const { sealed, why } = wrapped[at] ?? {};
        if (sealed === undefined) stuck.push(`${column.table} ${value.ownerId} ${value.field}: ${why}`);
        else if (await replaceSealed(client, column, value, sealed)) count += 1;
        else missed += 1;
      }
      return count;
    });
    moved += done;
    onMovedBy(done);
  }
}

async function wrappedAnew(
  { organizationId, ownerId, field, sealed }: SealedValue,
  { find, current }: Keyring,
): Promise<{ readonly sealed?: string; readonly why?: string }> {
  try {
    return { sealed: await rewrap(find, current, sealed, { organizationId, connectionId: ownerId, field }) };
  } catch (error) {
    return { why: asAppError(error).message };
  }
}

/** One transaction of one organization. */
async function within<T>(
  { pool, organization }: Place,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query("begin");
    await client.query("select set_config('app.org', $1, true)", [organization]);
    const result = await work(client);
    await client.query("commit");
    isBroken = false;
    return result;
  } finally {
    // What was not committed ends with its connection.
    client.release(isBroken);
  }
}
