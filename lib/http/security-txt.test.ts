import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const text = readFileSync(path.resolve(import.meta.dirname, "../../public/.well-known/security.txt"), "utf8");
const fields = new Map(
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(": ", 2) as [string, string]),
);

const DAY_MS = 24 * 60 * 60_000;

test("says whom to write to, in which language, and where it stands", () => {
  expect([...fields.keys()]).toEqual(["Contact", "Expires", "Preferred-Languages", "Canonical"]);
  expect(fields.get("Contact")).toMatch(/^mailto:[^\s@]+@[^\s@]+$/);
  expect(fields.get("Preferred-Languages")).toBe("en");
  expect(fields.get("Canonical")).toMatch(/^https:\/\/[^/]+\/[.]well-known\/security[.]txt$/);
});

test("holds for more than 30 days yet, and for less than a year", () => {
  const expires = fields.get("Expires") ?? "";
  expect(expires).toBe(`${new Date(expires).toISOString().slice(0, 19)}Z`);
  const days = (Date.parse(expires) - Date.now()) / DAY_MS;
  expect(days).toBeGreaterThan(30);
  expect(days).toBeLessThan(366);
});
