import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const APP = path.resolve(import.meta.dirname, "../../app");

/** `begun` is a door of its file before `answer`; `answerPerson`, `change` and `onTheWay` are those of people without an organization. */
const GUARDED =
  /return (?:answer|answerPerson|asked|begun|change|onTheWay)\(|= await answer\(|^ {2}await requireOwnPage\(\)/m;

const actions = readdirSync(APP, { recursive: true, encoding: "utf8" })
  .filter((file) => /[.]tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(APP, file), "utf8") }))
  .filter(({ text }) => /^\s*["']use server["']/m.test(text))
  .flatMap(({ file, text }) =>
    text
      .split(/^export (?=async function|const )/m)
      .slice(1)
      .map((code) => ({ file, code })),
  );

test("every server action is taken from our own pages only", () => {
  expect(actions.length).toBeGreaterThan(30);
  const unguarded = actions.filter(({ code }) => !GUARDED.test(code));
  expect(unguarded.map(({ file, code }) => `${file}: ${code.split("(")[0]}`)).toEqual([]);
});

test("and their common door asks for it first", () => {
  const door = readFileSync(path.join(APP, "(dashboard)/[org]/_session/answer.ts"), "utf8");
  expect(door.match(/try \{\n {4}await requireOwnPage\(\);/g)).toHaveLength(2);
  const others = [
    "(auth)/_session/answer-person.ts",
    "(auth)/account/actions.ts",
    "(auth)/sign-in/actions.ts",
  ];
  for (const other of others)
    expect(readFileSync(path.join(APP, other), "utf8")).toMatch(/try \{\n {4}await requireOwnPage\(\);/);
});
