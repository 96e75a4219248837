import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

/**
 * SQL of ours is text that stands in the source, with values beside it: nothing that anybody sent can become a part of
 * it. An injection could change the setting that says whose transaction it is, which no policy would notice; so there
 * is none. What is put together is put together of constants, and of what is listed here.
 */
const ROOT = path.resolve(import.meta.dirname, "../..");

/** Ours alone: never a value, and nothing from outside. */
const KNOWN: readonly string[] = [
  // A statement of appendEntries, whose text is a constant.
  "lib/db/control.ts: text",
  "lib/db/row-store.ts: text",
  // Assignments that the function itself wrote down.
  'lib/db/run-progress.ts: ["touched_at = now()", ...sets].join(", ")',
  "lib/db/rows/candidates.ts: Math.trunc(size)",
  // Names that callers write out in the source.
  "lib/db/rows/copy.ts: table",
  "lib/db/rows/copy.ts: columns",
  "lib/db/rows/drift.ts: 2n ** 128n",
  "lib/db/rows/identify.ts: groups",
  "lib/db/rows/plan-store.ts: table",
  "lib/db/rows/stage.ts: which",
  // As the catalogue of the database spells the table.
  "lib/db/purge.ts: table",
  // Names in a list that stands in the same file.
  "lib/db/sealed-columns.ts: table",
  "lib/db/sealed-columns.ts: column",
  "lib/db/sealed-columns.ts: owner",
  "lib/db/sealed-columns.ts: field",
];

const files = [
  "lib/db",
  "lib/ledger",
  "lib/services",
  "lib/sync",
  "lib/auth",
  "lib/http",
  "inngest",
  "app",
].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.split(path.sep).join("/")}`)
    .filter(
      (file) => /[.]tsx?$/.test(file) && !/[.](test|test-kit)[.]tsx?$|\/testing\/|\/generated\//.test(file),
    ),
);

const ASKING = /^(query|\$queryRawUnsafe|\$executeRawUnsafe)$/;
const isConstant = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) && /^[A-Z][A-Z_]*$/.test(node.text);

/** What a statement is made of besides text that stands there. */
function partsOf(node: ts.Expression): ts.Expression[] {
  if (ts.isStringLiteralLike(node) || isConstant(node)) return [];
  if (ts.isCallExpression(node) && node.expression.getText() === "copyFrom")
    return node.arguments.flatMap(partsOf);
  if (!ts.isTemplateExpression(node)) return [node];
  return node.templateSpans.map(({ expression }) => expression).filter((part) => !isConstant(part));
}

function statementsIn(file: string): { readonly count: number; readonly parts: readonly string[] } {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  if (!/query[(<]|Unsafe[(<]/.test(text)) return { count: 0, parts: [] };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  let count = 0;
  const parts: string[] = [];
  const visit = (node: ts.Node): void => {
    const isCall = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression);
    if (isCall && ASKING.test(node.expression.name.text) && node.arguments[0]) {
      count += 1;
      parts.push(...partsOf(node.arguments[0]).map((part) => `${file}: ${part.getText()}`));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { count, parts };
}

test("no statement has a part that is not written down", () => {
  const found = files.map(statementsIn);
  expect(found.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(150);
  expect([...new Set(found.flatMap(({ parts }) => parts))].sort()).toEqual([...KNOWN].sort());
});

test("nor is one hidden in Prisma's raw text", () => {
  const raw = files.filter((file) =>
    /Prisma[.]raw\(|\bRawUnsafe\b/.test(readFileSync(path.join(ROOT, file), "utf8")),
  );
  expect(raw).toEqual([]);
});
