import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leafHash, rootOf } from "./merkle";
import { verifyConsistency, verifyInclusion } from "./merkle-proof";

const hashes = Array.from({ length: 300 }, (_, at) => leafHash(`leaf ${at}`));

function split(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

/** RFC 6962, section 2.1.1: PATH. */
function inclusionProof(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const half = split(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...inclusionProof(index, left), rootOf(right)]
    : [...inclusionProof(index - half, right), rootOf(left)];
}

/** RFC 6962, section 2.1.2: SUBPROOF. */
function consistencyProof(size: number, leaves: readonly Buffer[], isWhole = true): Buffer[] {
  if (size === leaves.length) return isWhole ? [] : [rootOf(leaves)];
  const half = split(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return size <= half
    ? [...consistencyProof(size, left, isWhole), rootOf(right)]
    : [...consistencyProof(size - half, right, false), rootOf(left)];
}

const place = fc
  .integer({ min: 1, max: hashes.length })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));

/** The same proof with one bit flipped in one of its hashes. */
function flipped(proof: readonly Buffer[], at: number, bit: number): Buffer[] {
  return proof.map((hash, index) => {
    if (index !== at) return hash;
    const changed = Buffer.from(hash);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return changed;
  });
}

describe("inclusion", () => {
  test("of every leaf of every tree up to 40", () => {
    for (let size = 1; size <= 40; size += 1) {
      const leaves = hashes.slice(0, size);
      const root = rootOf(leaves);
      for (const [index, hash] of leaves.entries()) {
        const proof = inclusionProof(index, leaves);
        expect(verifyInclusion({ index, size, leafHash: hash, proof, root })).toBe(true);
      }
    }
  });

  test("fails for any other leaf, place, root or proof", () => {
    fc.assert(
      fc.property(place, fc.nat(255), fc.nat(20), ({ size, index }, bit, at) => {
        const leaves = hashes.slice(0, size);
        const proof = inclusionProof(index, leaves);
        const root = rootOf(leaves);
        const hash = leaves[index] as Buffer;
        const good = { index, size, leafHash: hash, proof, root };
        expect(verifyInclusion(good)).toBe(true);
        const [otherLeaf] = flipped([hash], 0, bit) as [Buffer];
        const [otherRoot] = flipped([root], 0, bit) as [Buffer];
        const bad = [
          { ...good, leafHash: otherLeaf },
          { ...good, root: otherRoot },
          { ...good, proof: [...proof, hash] },
          { ...good, index: size },
          ...(size > 1 ? [{ ...good, index: (index + 1) % size }] : []),
          ...(proof.length > 0
            ? [
                { ...good, proof: proof.slice(1) },
                { ...good, proof: proof.slice(0, -1) },
                { ...good, proof: flipped(proof, at % proof.length, bit) },
              ]
            : []),
        ];
        expect(bad.filter(verifyInclusion)).toEqual([]);
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])("the place %d is refused", (index) => {
    const [hash] = hashes as [Buffer];
    expect(verifyInclusion({ index, size: 2 ** 53, leafHash: hash, proof: [], root: hash })).toBe(false);
  });
});

describe("consistency", () => {
  test("of every pair of sizes up to 40", () => {
    for (let size2 = 1; size2 <= 40; size2 += 1) {
      const leaves = hashes.slice(0, size2);
      for (let size1 = 1; size1 <= size2; size1 += 1) {
        const given = { size1, size2, root1: rootOf(leaves.slice(0, size1)), root2: rootOf(leaves) };
        expect(verifyConsistency({ ...given, proof: consistencyProof(size1, leaves) })).toBe(true);
      }
    }
  });

  test("fails for any other size, root or proof", () => {
    fc.assert(
      fc.property(place, fc.nat(255), fc.nat(20), ({ size: size2, index }, bit, at) => {
        const size1 = index + 1;
        const leaves = hashes.slice(0, size2);
        const proof = consistencyProof(size1, leaves);
        const good = { size1, size2, root1: rootOf(leaves.slice(0, size1)), root2: rootOf(leaves), proof };
        expect(verifyConsistency(good)).toBe(true);
        const [otherRoot1] = flipped([good.root1], 0, bit) as [Buffer];
        const [otherRoot2] = flipped([good.root2], 0, bit) as [Buffer];
        const bad = [
          { ...good, root1: otherRoot1 },
          { ...good, root2: otherRoot2 },
          { ...good, proof: [...proof, good.root1] },
          { ...good, size1: 0 },
          { ...good, size1: size2 + 1 },
          ...(proof.length > 0
            ? [
                { ...good, root1: good.root2, root2: good.root1 },
                { ...good, proof: proof.slice(1) },
                { ...good, proof: proof.slice(0, -1) },
                { ...good, proof: flipped(proof, at % proof.length, bit) },
              ]
            : []),
        ];
        expect(bad.filter(verifyConsistency)).toEqual([]);
      }),
    );
  });

  test("a rewritten leaf of the first tree has no proof", () => {
    const rewritten = hashes.with(3, leafHash("another"));
    const proof = consistencyProof(100, rewritten);
    const root1 = rootOf(hashes.slice(0, 100));
    expect(verifyConsistency({ size1: 100, size2: 300, root1, root2: rootOf(rewritten), proof })).toBe(false);
  });
});

interface Vector {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
}
interface InclusionVector extends Vector {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
}
interface ConsistencyVector extends Vector {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}

/** The published vectors beside a development checkout, or null elsewhere. */
function vectorFolder(): string | null {
  const root = path.resolve(import.meta.dirname, "../..");
  const places = ["../shared", "../../shared"].map((at) => path.join(root, at, "data/merkle/testdata"));
  return places.find((folder) => existsSync(folder)) ?? null;
}

const folder = vectorFolder();
if (folder === null) process.stdout.write("skipped: no ../shared\n");

const bytes = (base64: string): Buffer => Buffer.from(base64, "base64");

function vectors<T extends Vector>(kind: string): T[] {
  if (folder === null) return [];
  return readdirSync(path.join(folder, kind), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(path.join(folder, kind, name), "utf8")) as T);
}

describe.skipIf(folder === null)("published vectors", () => {
  test("98 of inclusion", () => {
    const all = vectors<InclusionVector>("inclusion");
    const answered = all.map((vector) =>
      verifyInclusion({
        index: vector.leafIdx,
        size: vector.treeSize,
        leafHash: bytes(vector.leafHash),
        proof: (vector.proof ?? []).map(bytes),
        root: bytes(vector.root),
      }),
    );
    expect(all.filter((vector, at) => answered[at] === vector.wantErr).map(({ desc }) => desc)).toEqual([]);
    expect(all).toHaveLength(98);
  });

  test("98 of consistency", () => {
    const all = vectors<ConsistencyVector>("consistency");
    const answered = all.map((vector) =>
      verifyConsistency({
        size1: vector.size1,
        size2: vector.size2,
        root1: bytes(vector.root1),
        root2: bytes(vector.root2),
        proof: (vector.proof ?? []).map(bytes),
      }),
    );
    expect(all.filter((vector, at) => answered[at] === vector.wantErr).map(({ desc }) => desc)).toEqual([]);
    expect(all).toHaveLength(98);
  });
});
