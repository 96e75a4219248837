import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Field } from "@/lib/engine/field";
import type { Cells, Value } from "@/lib/engine/value";
import { compileRules } from "./compile-rules";
import { countFailing } from "./count-failing";
import { documentOf, proposeSchema } from "./propose-schema";
import { readSchemaDocument } from "./schema-document";
import { FIELDS } from "./testing/build";

const CODE: Field = { id: "code", name: "Code", type: "text" };

/** `kind failing/total: text` of what is proposed for one column of values. */
function proposed(field: Field, values: readonly Value[]): string[] {
  const { proposals } = proposeSchema(
    [field],
    [],
    values.map((value) => ({ [field.id]: value })),
  );
  return proposals.map(({ kind, failing, total, text }) => `${kind} ${failing}/${total}: ${text}`);
}

const field = (id: string): Field => FIELDS.find((one) => one.id === id) ?? CODE;

/** A hundred values made by number, and some others. */
const hundred = (make: (at: number) => Value, ...others: readonly Value[]): Value[] => [
  ...Array.from({ length: 100 }, (_, at) => make(at)),
  ...others,
];

describe("what is proposed for a column", () => {
  test.each<[what: string, field: Field, values: readonly Value[], proposed: readonly string[]]>([
    [
      "filled in almost everywhere",
      field("is_open"),
      hundred(() => true, null),
      ["required 1/101: Open is filled in."],
    ],
    ["empty too often", field("is_open"), hundred(() => true, null, null), []],
    ["empty everywhere", field("is_open"), [null, null], []],
    [
      "few words that recur",
      CODE,
      hundred((at) => ["new", "old", "lost"][at % 3] ?? null, "odd"),
      ["required 0/101: Code is filled in.", "enum 1/101: Code is one of new, lost, old."],
    ],
    ["few words in few rows", CODE, ["new", "old", "new", "old"], ["required 0/4: Code is filled in."]],
    [
      "words that seldom recur",
      CODE,
      hundred((at) => `word${"abcdefghijklmnopqrstuvwxyz"[at % 26]}`),
      ["required 0/100: Code is filled in."],
    ],
    [
      "an option that only one row has",
      field("status"),
      hundred(() => "new", "odd"),
      ["required 0/101: Status is filled in.", "enum 0/101: Status is one of new, odd."],
    ],
    [
      "e-mail addresses",
      CODE,
      hundred((at) => `p${at}@example.com`, "none"),
      ["required 0/101: Code is filled in.", "format 1/101: Code is an e-mail address."],
    ],
    [
      "web addresses",
      CODE,
      hundred((at) => `https://example.com/${at}?q=ä`),
      ["required 0/100: Code is filled in.", "format 0/100: Code is a web address."],
    ],
    [
      "UUIDs",
      CODE,
      hundred((at) => `0190b9d0-0000-7000-8000-0000000000${String(at).padStart(2, "0")}`),
      ["required 0/100: Code is filled in.", "format 0/100: Code is a UUID."],
    ],
    [
      "what a web address would also be",
      CODE,
      hundred((at) => `EN:${at}`),
      ["required 0/100: Code is filled in.", "pattern 0/100: Code matches ^[A-Z]{2}:\\d{1,2}$."],
    ],
    [
      "codes",
      CODE,
      hundred((at) => `AB-${1000 + at}/x`, "none"),
      ["required 0/101: Code is filled in.", "pattern 1/101: Code matches ^[A-Z]{2}-\\d{4}/[a-z]$."],
    ],
    [
      "codes of some length",
      CODE,
      hundred((at) => `K${at}.${"Z".repeat((at % 3) + 1)}`),
      ["required 0/100: Code is filled in.", "pattern 0/100: Code matches ^[A-Z]\\d{1,2}\\.[A-Z]{1,3}$."],
    ],
    [
      "digits, always as many",
      CODE,
      hundred((at) => String(10_000 + at)),
      ["required 0/100: Code is filled in.", "pattern 0/100: Code matches ^\\d{5}$."],
    ],
    [
      "digits, as many as there are",
      CODE,
      hundred((at) => String(at)),
      ["required 0/100: Code is filled in."],
    ],
    ["names", CODE, hundred((at) => `Ann Lee ${at}`), ["required 0/100: Code is filled in."]],
    ["codes in too few rows", CODE, ["A-1", "A-2", "A-3"], ["required 0/3: Code is filled in."]],
    [
      "numbers that are never negative",
      field("amount"),
      hundred(String),
      ["required 0/100: Amount is filled in.", "range 0/100: Amount is never below 0."],
    ],
    ["numbers that are", field("amount"), hundred(String, "-0.1"), ["required 0/101: Amount is filled in."]],
    ["no rows", CODE, [], []],
  ])("%s", (_, column, values, expected) => {
    expect(proposed(column, values)).toEqual(expected);
  });
});

describe("the key", () => {
  const key = ["code", "units"];
  const fields = [CODE, field("units")];
  const rows: Cells[] = [
    { code: "a", units: "1" },
    { code: "a", units: "2" },
    { code: "a", units: "1" },
    { code: "b", units: null },
  ];

  test("is required, and unique where it is not yet", () => {
    const { proposals } = proposeSchema(fields, key, rows);
    expect(proposals.map(({ id, failing, text }) => [id, failing, text])).toEqual([
      ["code:unique-key", 2, "No two rows have the same Code and Units."],
      ["code:required", 0, "Code is filled in."],
      ["units:required", 1, "Units is filled in."],
    ]);
  });

  test("is no list of options", () => {
    const same = Array.from({ length: 100 }, () => ({ code: "a" }));
    expect(proposeSchema([CODE], ["code"], same).proposals.map(({ kind }) => kind)).toEqual([
      "unique-key",
      "required",
    ]);
  });
});

describe("the document", () => {
  const rows = Array.from(
    { length: 200 },
    (_, at): Cells => ({
      name: at === 3 ? "nobody" : `p${at}@example.com`,
      status: at % 2 === 0 ? "Draft" : "Final",
      amount: at === 0 ? null : String(at),
      data: '{"a":1}',
      tags: ["x"],
    }),
  );

  test("has the fields' types and names, and every proposal", () => {
    const { document } = proposeSchema(FIELDS, ["name"], rows);
    expect(document.required).toEqual(["name", "status", "tags", "amount", "data"]);
    expect(document.properties).toMatchObject({
      name: { title: "Name", type: "string", format: "email" },
      status: { title: "Status", type: "string", enum: ["Draft", "Final"] },
      amount: { title: "Amount", type: "number", minimum: 0 },
      units: { title: "Units", type: "integer" },
      owner: { title: "Owner", type: "array" },
    });
    expect(document.properties.data).toEqual({ title: "Data" });
    expect(readSchemaDocument(document, FIELDS)).toEqual(document);
  });

  test("made of some of the proposals has no others", () => {
    const { proposals } = proposeSchema(FIELDS, ["name"], rows);
    const document = documentOf(
      FIELDS,
      proposals.filter(({ id }) => id === "amount:range"),
    );
    expect(document.required).toEqual([]);
    expect(document.properties.amount).toEqual({ title: "Amount", type: "number", minimum: 0 });
    expect(document.properties.status).toEqual({ title: "Status", type: "string" });
  });
});

/** Columns of the kinds that proposals are made of, with some that do not fit in. */
const column = fc.oneof(
  fc.constantFrom("Draft", "Final", "Lost"),
  fc.nat(999).map((at) => `AB-${at}`),
  fc.nat(99).map((at) => `p${at}@example.com`),
  fc.string({ maxLength: 5 }),
);
const table = fc.constantFrom(0, 1, 2).chain((kind) =>
  fc.array(
    fc.record({
      code: fc.oneof(
        { arbitrary: fc.constant(null), weight: 1 },
        { arbitrary: column, weight: 1 },
        {
          arbitrary:
            [
              fc.constantFrom("Draft", "Final"),
              fc.nat(999).map((at) => `AB-${at}`),
              fc.nat(99).map((at) => `p${at}@example.com`),
            ][kind] ?? column,
          weight: 300,
        },
      ),
      amount: fc.option(fc.integer({ min: -1 }).map(String), { freq: 50 }),
    }),
    { maxLength: 300, minLength: 20, size: "max" },
  ),
);
const TABLE_FIELDS = [CODE, field("amount")];

test("the rows that a proposal says to fail are those that fail", async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const { proposals } = proposeSchema(TABLE_FIELDS, [], rows);
      for (const proposal of proposals) {
        const document = documentOf(TABLE_FIELDS, [proposal]);
        const rules = compileRules({ document, fields: TABLE_FIELDS, optionSets: new Map() });
        const { failing } = await countFailing(
          rules,
          rows.map((cells) => ({ cells, before: null })),
        );
        expect(`${proposal.id} ${failing}`).toBe(`${proposal.id} ${proposal.failing}`);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test("the order of the rows is no matter", () => {
  fc.assert(
    fc.property(table, (rows) => {
      const reversed = proposeSchema(TABLE_FIELDS, ["code"], rows.toReversed());
      expect(reversed).toEqual(proposeSchema(TABLE_FIELDS, ["code"], rows));
    }),
    { numRuns: 40 },
  );
});
