import { nodeHash } from "./merkle";

const HASH_BYTES = 32;

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether the proof shows the leaf at that place of the tree (RFC 9162, section 2.1.3.2). Never throws. */
export function verifyInclusion({ index, size, leafHash, proof, root }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leafHash, root, ...proof]))
    return false;
  const walk = new Walk(index, size - 1);
  let hash: Buffer = Buffer.from(leafHash);
  for (const sibling of proof) {
    const step = walk.next();
    if (step === "beyond") return false;
    hash = step === "left" ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  }
  return walk.isDone && hash.equals(root);
}

export interface Consistency {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the proof shows that the second tree begins with the whole first one (RFC 9162, section 2.1.4.2). Nothing
 * is shown of an empty tree, so `size1` 0 is refused. Never throws.
 */
export function verifyConsistency({ size1, size2, root1, root2, proof }: Consistency): boolean {
  if (!isCount(size1) || !isCount(size2) || size1 < 1 || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && Buffer.from(root1).equals(root2);
  if (!areHashes([root1, root2, ...proof])) return false;
  // A first tree that is one perfect subtree is a node of the second: the proof starts from its root.
  const [start, ...path] = isPowerOfTwo(size1) ? [root1, ...proof] : proof;
  if (!start || proof.length === 0) return false;
  const walk = new Walk(size1 - 1, size2 - 1);
  walk.skipRightEdges();
  let first: Buffer = Buffer.from(start);
  let second: Buffer = Buffer.from(start);
  for (const sibling of path) {
    const step = walk.next();
    if (step === "beyond") return false;
    if (step === "left") first = nodeHash(sibling, first);
    second = step === "left" ? nodeHash(sibling, second) : nodeHash(second, sibling);
  }
  return walk.isDone && first.equals(root1) && second.equals(root2);
}

/** The way from a node up to the root, told by the node's number and that of the last node on each level. */
class Walk {
  #node: number;
  #last: number;

  constructor(node: number, last: number) {
    this.#node = node;
    this.#last = last;
  }

  get isDone(): boolean {
    return this.#last === 0;
  }

  /** Takes the next step; says on which side the sibling lies, or that the root was reached before. */
  next(): "left" | "right" | "beyond" {
    if (this.#last === 0) return "beyond";
    const isLeft = this.#node % 2 === 1 || this.#node === this.#last;
    // A last node without a right sibling is its own parent, on as many levels as it stays one.
    if (isLeft) while (this.#node % 2 === 0 && this.#node !== 0) this.#up();
    this.#up();
    return isLeft ? "left" : "right";
  }

  /** Up to the widest perfect subtree that ends with this node. */
  skipRightEdges(): void {
    while (this.#node % 2 === 1) this.#up();
  }

  // Sizes pass 2^31, where the bit operators would wrap.
  #up(): void {
    this.#node = Math.floor(this.#node / 2);
    this.#last = Math.floor(this.#last / 2);
  }
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const areHashes = (hashes: readonly Uint8Array[]): boolean =>
  hashes.every((hash) => hash.length === HASH_BYTES);

function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}
