import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CompactRange, leafHash, nodeHash, rootOf } from "./merkle";

// Leaves that every RFC 6962 implementation is tried on; the roots were computed from the RFC's recursive definition
// by another program in another language.
const LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map((hex) => Buffer.from(hex, "hex"));

const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** Roots over the decimal texts of 0 to n-1, from the same other program. */
const COUNTED: readonly (readonly [number, string])[] = [
  [255, "32f85bcaa87d7bcd05728f09e9aeba350ba6a2f733830087f0597682848be5cb"],
  [256, "828515d033c19d8c901f37eccb8aed919667703486f8d2fff1cf7040321c5db1"],
  [257, "1eda049a4351d86f76252bd7ec0b7746ad75b7fa0316ad5f541dbda458a312c4"],
  [1000, "638afa98022925bacfddadb15ef22fd0199c1ac99c2973b6158243d13fce05c2"],
];

describe("roots", () => {
  test.each(ROOTS.map((root, size) => [size, root] as const))("of %i known leaves", (size, root) => {
    expect(rootOf(LEAVES.slice(0, size).map((leaf) => leafHash(leaf))).toString("hex")).toBe(root);
  });

  test.each(COUNTED)("of %i counted leaves", (size, root) => {
    const leaves = Array.from({ length: size }, (_, at) => leafHash(String(at)));
    expect(rootOf(leaves).toString("hex")).toBe(root);
  });

  test("a text is hashed as UTF-8", () => {
    expect(leafHash("čitta")).toEqual(leafHash(Buffer.from("čitta", "utf8")));
  });
});

/** RFC 6962's definition, word for word: split at the largest power of two below the size. */
function defined(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return createHash("sha256").digest();
  if (leaves.length === 1) return leafHash(only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(defined(leaves.slice(0, split)), defined(leaves.slice(split)));
}

describe("a compact range", () => {
  test("has the defined root at every size on its way", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 70 }), (leaves) => {
        const range = new CompactRange();
        for (const [at, leaf] of leaves.entries()) {
          range.append(leafHash(leaf));
          expect(range.size).toBe(at + 1);
          expect(range.root()).toEqual(defined(leaves.slice(0, at + 1)));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("asking for the root changes nothing, and what was appended may be overwritten", () => {
    const asked = new CompactRange();
    const reused = Buffer.alloc(32);
    for (let at = 0; at < 37; at += 1) {
      leafHash(String(at)).copy(reused);
      asked.append(reused);
      asked.root();
    }
    expect(asked.root()).toEqual(rootOf(Array.from({ length: 37 }, (_, at) => leafHash(String(at)))));
  });

  test("one flipped bit anywhere is another root", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(255), (size, at, bit) => {
        const hashes = Array.from({ length: size }, (_, leaf) => leafHash(String(leaf)));
        const root = rootOf(hashes);
        const changed = hashes[at % size] as Buffer;
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(rootOf(hashes)).not.toEqual(root);
      }),
    );
  });
});
