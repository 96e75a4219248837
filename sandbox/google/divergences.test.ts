import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const SANDBOX = path.resolve(import.meta.dirname, "..");

/** The rows of Google's table: behaviour, basis, and the test or the reason. */
function rows(): string[][] {
  const text = readFileSync(path.join(SANDBOX, "DIVERGENCES.md"), "utf8");
  const section = /^## Google$(.*?)(?=^## |$(?![\s\S]))/ms.exec(text)?.[1] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

it("names for each behaviour its basis, and a test or a reason", () => {
  expect(rows().length).toBeGreaterThan(50);
  for (const row of rows()) {
    const [behaviour, basis, proof = ""] = row;
    expect(row, behaviour).toHaveLength(3);
    expect(basis, behaviour).toMatch(/documented|observed|assumed|ours/);
    expect(proof, behaviour).not.toMatch(/^(|code only.*|501|not reproduced)$/);
  }
});

it("names only tests that exist", () => {
  const named = rows().flatMap(([, , proof = ""]) => proof.match(/[\w./-]+\.test\.ts/g) ?? []);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((file) => !existsSync(path.join(SANDBOX, file)))).toEqual([]);
});
