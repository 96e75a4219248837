import { expect, test } from "vitest";
import { leafHash, rootOf } from "@/lib/ledger/merkle";
import { SAMPLE_LINES, SAMPLE_ROOT } from "./sample-log";
import { treeRoot } from "./tree-root";

test("the browser comes to the root that the ledger has, for trees of every shape", async () => {
  expect(await treeRoot(SAMPLE_LINES)).toBe(SAMPLE_ROOT);
  for (let size = 0; size <= 9; size += 1) {
    const lines = Array.from({ length: size }, (_, at) => `line ${at}`);
    expect(await treeRoot(lines)).toBe(rootOf(lines.map((line) => leafHash(line))).toString("hex"));
  }
});

test("one letter changed, one entry less or two exchanged make another root", async () => {
  const [first = "", second = "", ...rest] = SAMPLE_LINES;
  for (const lines of [
    [first.replace("run.requested", "run.Requested"), second, ...rest],
    [second, ...rest],
    [second, first, ...rest],
  ])
    expect(await treeRoot(lines)).not.toBe(SAMPLE_ROOT);
});
