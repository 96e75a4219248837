import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { MUTANTS } from "./mutants";

const ROOT = path.resolve(import.meta.dirname, "../..");

test.each(MUTANTS)("$name: what it replaces stands in the code, once", ({ plantings }) => {
  expect(plantings.length).toBeGreaterThan(0);
  for (const { file, find } of plantings)
    expect(readFileSync(path.join(ROOT, file), "utf8").split(find), `${file}: ${find}`).toHaveLength(2);
});
