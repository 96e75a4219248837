import "server-only";
import { AppError } from "@/lib/errors";
import { FANOUT, HashTree, type LevelRange, rangesFor, widthOf } from "@/lib/ledger/hash-tree";
import { rootOf } from "@/lib/ledger/merkle";
import type { RowClient } from "./row-store";

/** The log's head: how long it is, and what names it. */
export interface LogHead {
  readonly id: string;
  readonly epoch: number;
  readonly size: number;
}

/** The organization's log; null before its first entry. */
export async function findLogHead(client: RowClient): Promise<LogHead | null> {
  const { rows } = await client.query<LogHead>("select id, epoch, size from ledger.log");
  return rows[0] ?? null;
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** The signed note. */
  readonly note: string;
  readonly signedAt: Date;
}

export async function findLastCheckpoint(client: RowClient): Promise<StoredCheckpoint | null> {
  const { rows } = await client.query<StoredCheckpoint>(
    `select size, root, note, signed_at as "signedAt" from ledger.checkpoint order by size desc limit 1`,
  );
  return rows[0] ?? null;
}

export async function keepCheckpoint(
  client: RowClient,
  { size, root, note }: Pick<StoredCheckpoint, "size" | "root" | "note">,
): Promise<void> {
  await client.query("select ledger.keep_checkpoint($1, $2, $3)", [size, root, note]);
}

/**
 * The tree over the first `size` entries, with what the proofs of these leaves need. The nodes up to that size have to be
 * kept (`keepNodes`). Throws `internal` where a hash is missing.
 */
export async function readTree(
  client: RowClient,
  size: number,
  leaves: readonly number[] = [],
): Promise<HashTree> {
  const tree = new HashTree(size);
  for (const range of rangesFor(size, leaves)) tree.add(range, await hashesIn(client, range));
  return tree;
}

/** Nodes made at once: their children are half a MB. */
const AT_ONCE = 64;

/** Keeps every node that is full in a log of that size and is not kept yet. */
export async function keepNodes(client: RowClient, size: number): Promise<void> {
  for (let level = 1; Math.floor(size / widthOf(level)) > 0; level += 1) {
    const full = Math.floor(size / widthOf(level));
    let next = await countNodes(client, level);
    while (next < full) {
      const to = Math.min(next + AT_ONCE, full);
      const children = await hashesIn(client, { level: level - 1, from: next * FANOUT, to: to * FANOUT });
      const nodes = Array.from({ length: to - next }, (_, at) =>
        rootOf(children.slice(at * FANOUT, (at + 1) * FANOUT)),
      );
      await client.query("select ledger.keep_nodes($1, $2, $3)", [level, next, nodes]);
      next = to;
    }
  }
}

async function countNodes(client: RowClient, level: number): Promise<number> {
  const { rows } = await client.query<{ next: number }>(
    "select coalesce(max(index) + 1, 0)::bigint as next from ledger.node where level = $1",
    [level],
  );
  return rows[0]?.next ?? 0;
}

/** The stored hashes of a range, in order. */
export async function hashesIn(client: RowClient, { level, from, to }: LevelRange): Promise<Buffer[]> {
  const { rows } = await (level === 0
    ? client.query<{ hash: Buffer }>(
        "select leaf_hash as hash from ledger.entry where seq >= $1 and seq < $2 order by seq",
        [from, to],
      )
    : client.query<{ hash: Buffer }>(
        "select hash from ledger.node where level = $3 and index >= $1 and index < $2 order by index",
        [from, to, level],
      ));
  if (rows.length !== to - from)
    throw new AppError("internal", "Hashes of the ledger are missing.", {
      remedy: "An operator runs `npx chittysync audit fsck`, which says where.",
    });
  return rows.map(({ hash }) => hash);
}
