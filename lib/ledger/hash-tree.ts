import { createHash } from "node:crypto";
import { nodeHash } from "./merkle";

/** Leaves under a node of level 1, and nodes under one of each further level. */
export const FANOUT = 256;

/** Hashes of one level, from one index up to, without, another; level 0 is the leaves'. */
export interface LevelRange {
  readonly level: number;
  readonly from: number;
  readonly to: number;
}

/** How many leaves a node of the level stands for. */
export const widthOf = (level: number): number => FANOUT ** level;

/**
 * The hashes from which the root of a tree of that size, and the proofs of these leaves, can be told: of each level the
 * neighbours of the leaves' ways up, and those at the tree's end.
 */
export function rangesFor(size: number, leaves: readonly number[]): LevelRange[] {
  const ranges: LevelRange[] = [];
  for (let level = 0; Math.floor(size / widthOf(level)) > 0; level += 1) {
    const count = Math.floor(size / widthOf(level));
    const groups = new Set([...leaves, size].map((leaf) => Math.floor(leaf / widthOf(level + 1))));
    for (const group of groups) {
      const [from, to] = [group * FANOUT, Math.min((group + 1) * FANOUT, count)];
      if (from < to) ranges.push({ level, from, to });
    }
  }
  return ranges;
}

/** A tree of RFC 6962 of which some hashes are known: enough for what is asked of it. */
export class HashTree {
  readonly #known = new Map<string, Buffer>();

  constructor(readonly size: number) {}

  /** Takes the hashes of a range, in order. */
  add({ level, from }: LevelRange, hashes: readonly Buffer[]): void {
    for (const [at, hash] of hashes.entries()) {
      const start = (from + at) * widthOf(level);
      this.#known.set(placeOf(start, start + widthOf(level)), hash);
    }
  }

  root(): Buffer {
    return this.size === 0 ? createHash("sha256").digest() : this.#hash(0, this.size);
  }

  /** The inclusion proof of a leaf (RFC 6962, section 2.1.1), the leaf's neighbour first. */
  proof(leaf: number): Buffer[] {
    const path: Buffer[] = [];
    let [from, to] = [0, this.size];
    while (to - from > 1) {
      const middle = from + splitOf(to - from);
      if (leaf < middle) {
        path.push(this.#hash(middle, to));
        to = middle;
      } else {
        path.push(this.#hash(from, middle));
        from = middle;
      }
    }
    return path.reverse();
  }

  #hash(from: number, to: number): Buffer {
    const place = placeOf(from, to);
    const known = this.#known.get(place);
    if (known) return known;
    if (to - from === 1) throw new Error(`the hash of leaf ${from} is not known`);
    const middle = from + splitOf(to - from);
    const hash = nodeHash(this.#hash(from, middle), this.#hash(middle, to));
    this.#known.set(place, hash);
    return hash;
  }
}

const placeOf = (from: number, to: number): string => `${from}-${to}`;

/** The greatest power of two below the width. Sizes pass 2^31, where the bit operators would wrap. */
function splitOf(width: number): number {
  let split = 1;
  while (split * 2 < width) split *= 2;
  return split;
}
