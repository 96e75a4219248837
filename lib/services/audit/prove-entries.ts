import "server-only";
import type { EntryLine } from "@/lib/db/ledger-entries";
import { envelopeOf } from "@/lib/db/ledger-entries";
import { readTree, type StoredCheckpoint } from "@/lib/db/ledger-tree";
import type { RowClient } from "@/lib/db/row-store";
import { commitmentOf } from "@/lib/ledger/envelope";
import { leafHash } from "@/lib/ledger/merkle";
import { verifyInclusion } from "@/lib/ledger/merkle-proof";

/**
 * - verified: the leaf is in the signed checkpoint, and commits to the payload as it is shown.
 * - pending: it is newer than the checkpoint.
 * - failed: it is not as it was signed.
 */
export type Standing = "verified" | "pending" | "failed";

export interface Proven {
  readonly standing: Standing;
  /** The inclusion proof in the checkpoint, base64; empty while it is pending. */
  readonly proof: readonly string[];
}

/** Holds each entry against the checkpoint, leaf and payload; by its place in the log. */
export async function proveEntries(
  client: RowClient,
  lines: readonly EntryLine[],
  { size, root }: Pick<StoredCheckpoint, "size" | "root">,
): Promise<Map<number, Proven>> {
  const covered = lines.filter(({ seq }) => seq < size).map(({ seq }) => seq);
  const tree = covered.length === 0 ? null : await readTree(client, size, covered);
  return new Map(
    lines.map((line): [number, Proven] => {
      if (!tree || line.seq >= size) return [line.seq, { standing: "pending", proof: [] }];
      const proof = tree.proof(line.seq);
      const isIn = verifyInclusion({ index: line.seq, size, leafHash: leafHash(line.leaf), proof, root });
      const standing = isIn && isPayloadTrue(line) ? "verified" : "failed";
      return [line.seq, { standing, proof: proof.map((hash) => hash.toString("base64")) }];
    }),
  );
}

/** An erased payload leaves nothing to hold against the leaf. */
function isPayloadTrue(line: EntryLine): boolean {
  if (line.payload === null && line.salt === null) return true;
  if (line.payload === null || line.salt === null) return false;
  const { seq, payload_commitment } = envelopeOf(line);
  return (
    seq === line.seq && commitmentOf(Buffer.from(line.salt, "base64"), line.payload) === payload_commitment
  );
}
