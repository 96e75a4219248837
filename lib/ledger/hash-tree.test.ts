import { describe, expect, test } from "vitest";
import { HashTree, type LevelRange, rangesFor, widthOf } from "./hash-tree";
import { leafHash, rootOf } from "./merkle";
import { verifyInclusion } from "./merkle-proof";

const leaves = Array.from({ length: 66_000 }, (_, at) => leafHash(`leaf ${at}`));

const hashesOf = ({ level, from, to }: LevelRange): Buffer[] =>
  Array.from({ length: to - from }, (_, at) => {
    const start = (from + at) * widthOf(level);
    return rootOf(leaves.slice(start, start + widthOf(level)));
  });

function treeOf(size: number, asked: readonly number[]): HashTree {
  const tree = new HashTree(size);
  for (const range of rangesFor(size, asked)) tree.add(range, hashesOf(range));
  return tree;
}

describe("a tree of which some hashes are known", () => {
  test.each([0, 1, 2, 3, 255, 256, 257, 511, 513, 65_535, 65_536, 65_537, 66_000])(
    "has the root of all %i leaves",
    (size) => {
      expect(treeOf(size, []).root()).toEqual(rootOf(leaves.slice(0, size)));
    },
  );

  test.each([
    [1, [0]],
    [7, [0, 3, 6]],
    [256, [0, 255]],
    [300, [0, 255, 256, 299]],
    [65_537, [0, 30_000, 65_535, 65_536]],
    [66_000, [1, 777, 65_536, 65_999]],
  ])("proves leaves of a log of %i entries", (size, asked) => {
    const tree = treeOf(size, asked);
    for (const index of asked) {
      const proof = tree.proof(index);
      const claim = { index, size, leafHash: leaves[index] ?? Buffer.alloc(0), proof, root: tree.root() };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, leafHash: leafHash("another") })).toBe(false);
    }
  });

  test("asks for few hashes of a long log", () => {
    const asked = rangesFor(10_000_000, [5_000_000]);
    expect(asked.reduce((sum, { from, to }) => sum + to - from, 0)).toBeLessThan(6 * 256);
  });

  test("does not guess what it was not told", () => {
    expect(() => treeOf(1_000, [1]).proof(700)).toThrow("is not known");
  });
});
