import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { keepSeeds, readCorpus } from "./corpus";

const folder = mkdtempSync(path.join(tmpdir(), "chittysync-corpus-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a seed is kept once for each store, in order, one line each", () => {
  const file = path.join(folder, "corpus.json");
  writeFileSync(file, "[]\n");
  const seed = (of: number, store: "memory" | "postgres" = "memory", why = "w") => ({ seed: of, store, why });
  keepSeeds([seed(9), seed(3)], file);
  keepSeeds([seed(3, "memory", "again"), seed(3, "postgres")], file);
  expect(readCorpus(file)).toEqual([seed(3), seed(3, "postgres"), seed(9)]);
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(6);
});
