import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { normaliseSet } from "@/lib/engine/canonical";
import type { Field } from "@/lib/engine/field";
import type { Cells, Value } from "@/lib/engine/value";
import { compileRules } from "./compile-rules";
import type { Fault } from "./fault";
import { formulaPool } from "./formula-pool";
import { nextVersion } from "./next-version";
import { readSchemaDocument, type SchemaDocument } from "./schema-document";
import { FIELDS } from "./testing/build";

afterAll(() => formulaPool.close());

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom("Draft", "Final", "a", "ab", "1"),
);
const digits = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom("0.1", "-2.5", "9".repeat(400), `0.${"0".repeat(400)}1`),
);

/** Any canonical value of the type; `null` among them. */
function anyValueOf({ type }: Field): fc.Arbitrary<Value> {
  switch (type) {
    case "number":
      return fc.option(digits);
    case "integer":
      return fc.option(fc.bigInt().map(String));
    case "boolean":
      return fc.option(fc.boolean());
    case "date":
      return fc.constantFrom(null, "2024-02-29", "0001-01-01");
    case "datetime":
      return fc.constantFrom(null, "2024-02-29T10:00:00Z", "2024-02-29T10:00:00.123456Z");
    case "local-datetime":
      return fc.constantFrom(null, "2024-02-29T10:00:00");
    case "multi-select":
    case "relation":
      return fc.array(text, { maxLength: 4 }).map(normaliseSet);
    case "json":
      return fc.option(fc.json());
    case "text":
    case "select":
      return fc.option(text);
  }
}

/** Cells that are not known are left out. */
const cells = fc.record(Object.fromEntries(FIELDS.map((field) => [field.id, anyValueOf(field)])), {
  requiredKeys: [],
}) as fc.Arbitrary<Cells>;

const row = fc.record({ cells, before: fc.option(cells) });

/** One thing that a document may ask, as what to add to it. */
type Demand = Readonly<Record<string, unknown>>;

const property = (id: string, schema: unknown): Demand => ({ properties: { [id]: schema } });

/** A row of each kind of rule; each adds a keyword of its own, so that any of them can be joined. */
const DEMANDS: readonly Demand[] = [
  property("name", { minLength: 2 }),
  property("name", { pattern: "^[a-z]" }),
  property("name", { format: "email" }),
  property("name", { "x-options": "ops_1" }),
  property("status", { enum: ["Draft", "Final"] }),
  property("status", { "x-lifecycle": { initial: ["Draft"], transitions: { Draft: ["Final"], Final: [] } } }),
  property("tags", { maxItems: 1 }),
  property("tags", { items: { maxLength: 1 } }),
  property("amount", { minimum: 0 }),
  property("amount", { multipleOf: 0.5 }),
  property("units", { maximum: 10 }),
  property("is_open", { const: true }),
  property("data", { type: "object" }),
  property("data", { additionalProperties: { type: "string" } }),
  property("data", { uniqueItems: true, contains: { const: 1 } }),
  { required: ["name"] },
  { required: ["data", "owner"] },
  { dependentRequired: { amount: ["units"] } },
  { anyOf: [{ required: ["amount"] }, { required: ["signed_on"] }] },
  { not: { required: ["seen_at", "due_at"] } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  { if: { properties: { status: { const: "Final" } } }, then: { required: ["signed_on"] } },
  {
    "x-rules": [
      {
        id: "f",
        kind: "formula",
        expression: "row.amount == null || row.amount < 5",
        message: "No.",
        severity: "error",
      },
    ],
  },
  {
    "x-rules": [
      {
        id: "g",
        kind: "formula",
        expression: "before == null || row.name == before.name",
        message: "No.",
        severity: "warning",
      },
    ],
  },
  {
    "x-rules": [{ id: "p", kind: "pattern", field: "name", pattern: "a", message: "No.", severity: "error" }],
  },
];

function documentOf(demands: readonly Demand[]): SchemaDocument {
  const joined: Record<string, unknown> = {};
  for (const demand of demands)
    for (const [keyword, value] of Object.entries(demand)) joined[keyword] = both(joined[keyword], value);
  return readSchemaDocument(joined, FIELDS);
}

function both(one: unknown, other: unknown): unknown {
  if (one === undefined) return other;
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  const merged: Record<string, unknown> = { ...(one as object) };
  for (const [key, value] of Object.entries(other as object))
    merged[key] = typeof value === "object" ? both(merged[key], value) : value;
  return merged;
}

const check = (document: SchemaDocument, rows: Parameters<ReturnType<typeof compileRules>["check"]>[0]) =>
  compileRules({ document, fields: FIELDS, optionSets: new Map([["ops_1", ["a"]]]) }).check(rows);

const causes = (faults: readonly Fault[]): string[] =>
  faults.map(({ reason, field }) => `${reason} ${field}`);

const rows = fc.array(row, { minLength: 1, maxLength: 8 });
const demands = fc.subarray([...DEMANDS]);

test("whatever canonical cells a row has, it is judged and nothing is thrown", async () => {
  await fc.assert(
    fc.asyncProperty(demands, rows, async (asked, given) => {
      const found = await check(documentOf(asked), given);
      expect(found).toHaveLength(given.length);
      for (const fault of found.flat()) {
        expect(fault.reason).toMatch(/^rule:[a-z][a-z-]*$/);
        expect(fault.fields.length).toBeGreaterThan(0);
        if (fault.field !== null) expect(fault.fields).toContain(fault.field);
        expect(fault.message).not.toBe("");
      }
      for (const faults of found) expect(new Set(causes(faults)).size).toBe(faults.length);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("asking for more never clears a row of a fault", async () => {
  await fc.assert(
    fc.asyncProperty(demands, fc.constantFrom(...DEMANDS), rows, async (asked, more, given) => {
      const before = await check(documentOf(asked), given);
      const after = await check(documentOf([...asked.filter((demand) => demand !== more), more]), given);
      before.forEach((faults, at) => {
        expect(causes(after[at] ?? [])).toEqual(expect.arrayContaining(causes(faults)));
      });
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("a row is judged alike alone and among others", async () => {
  await fc.assert(
    fc.asyncProperty(demands, rows, async (asked, given) => {
      const document = documentOf(asked);
      const together = await check(document, given);
      const alone = await Promise.all(given.map(async (one) => (await check(document, [one]))[0]));
      expect(together).toEqual(alone);
    }),
    { numRuns: 30 },
  );
}, 60_000);

test("a version that is not major finds no error where there was none", async () => {
  await fc.assert(
    fc.asyncProperty(demands, demands, rows, async (first, second, given) => {
      const [old, now] = [documentOf(first), documentOf(second)];
      if (nextVersion({ version: "1.0.0", document: old }, now).change === "major") return;
      const errors = async (document: SchemaDocument) =>
        (await check(document, given)).map((faults) => faults.some(({ severity }) => severity === "error"));
      const [before, after] = [await errors(old), await errors(now)];
      after.forEach((isFaulty, at) => {
        if (isFaulty && !hasNewProperty(old, now)) expect(before[at]).toBe(true);
      });
    }),
    { numRuns: 150 },
  );
}, 60_000);

/** A property that is new is a field that is new: minor, whatever it asks. */
const hasNewProperty = (old: SchemaDocument, now: SchemaDocument): boolean =>
  Object.keys(now.properties).some((id) => !Object.hasOwn(old.properties, id));
