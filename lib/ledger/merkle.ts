import { createHash } from "node:crypto";

/** RFC 6962, section 2.1: SHA-256 with a prefix that keeps a leaf from being read as a node. */
const LEAF_PREFIX = Buffer.from([0]);
const NODE_PREFIX = Buffer.from([1]);

/** Hash of a leaf's bytes; a text is taken as UTF-8. 32 bytes. */
export const leafHash = (leaf: string | Uint8Array): Buffer =>
  createHash("sha256").update(LEAF_PREFIX).update(leaf).digest();

/** Hash of the node over two subtrees. 32 bytes. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash("sha256").update(NODE_PREFIX).update(left).update(right).digest();

/**
 * A tree that grows leaf by leaf and keeps only the roots of its perfect subtrees: at most one per bit of the size,
 * so a log of any length is hashed in constant memory.
 */
export class CompactRange {
  /** Widest subtree first; their widths are the set bits of the size. */
  readonly #roots: Buffer[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds the hash of the next leaf. */
  append(hash: Uint8Array): void {
    let merged: Buffer = Buffer.from(hash);
    for (let width = this.#size; width % 2 === 1; width = Math.floor(width / 2)) {
      const left = this.#roots.pop();
      if (!left) throw new Error("a compact range has one subtree per set bit of its size");
      merged = nodeHash(left, merged);
    }
    this.#roots.push(merged);
    this.#size += 1;
  }

  /** The root over all leaves so far; of none, the hash of nothing. */
  root(): Buffer {
    if (this.#roots.length === 0) return createHash("sha256").digest();
    return this.#roots.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** The root over these leaf hashes. */
export function rootOf(leafHashes: Iterable<Uint8Array>): Buffer {
  const range = new CompactRange();
  for (const hash of leafHashes) range.append(hash);
  return range.root();
}
