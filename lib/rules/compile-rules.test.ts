import { RE2JS } from "re2js";
import { describe, expect, test, vi } from "vitest";
import type { Cells } from "@/lib/engine/value";
import { compileRules } from "./compile-rules";
import { readSchemaDocument } from "./schema-document";
import { FIELDS, faultsOf, rulesOf, said, turnsDuring } from "./testing/build";

const property = (id: string, schema: unknown) => ({ properties: { [id]: schema } });

describe("severity", () => {
  test("a field's own faults warn where it says so", async () => {
    const document = { ...property("name", { minLength: 3, "x-severity": "warning" }), required: ["name"] };
    expect((await faultsOf(rulesOf(document), { name: "a" })).map(({ severity }) => severity)).toEqual([
      "warning",
    ]);
    expect((await faultsOf(rulesOf(document), {})).map(({ severity }) => severity)).toEqual(["warning"]);
  });

  test("what others ask of the field stays an error, and the gravest stands", async () => {
    const document = {
      ...property("name", { "x-severity": "warning" }),
      required: ["name"],
      dependentRequired: { amount: ["name"] },
    };
    const [fault, ...others] = await faultsOf(rulesOf(document), { amount: "1" });
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ severity: "error", reason: "rule:required", fields: ["name", "amount"] });
  });
});

test("a warning that comes after an error of its kind leaves it an error", async () => {
  const document = {
    allOf: [{ properties: { status: { enum: ["a"] } } }],
    properties: { status: { enum: ["a", "b"], "x-severity": "warning" } },
  };
  const faults = await faultsOf(rulesOf(document), { status: "c" });
  expect(faults).toMatchObject([{ reason: "rule:enum", severity: "error" }]);
  expect(faults[0]?.message).toMatch(/^Status must be one of a[.] Status must be one of a, b[.]$/);
});

test("each pattern of a schema is its own", async () => {
  const document = {
    properties: { name: { pattern: "^[A-Z]-[0-9]$" }, status: { pattern: "^[0-9a-f]{4}$" } },
  };
  expect(await said(document, { name: "E-1", status: "00ff" })).toEqual([]);
  expect(
    (await faultsOf(rulesOf(document), { name: "00ff", status: "E-1" })).map(({ field }) => field),
  ).toEqual(["name", "status"]);
});

test("one fault per field and reason says all of it", async () => {
  const document = property("amount", { minimum: 0, multipleOf: 2 });
  expect(await said(document, { amount: "-1" })).toEqual([
    "range amount: Amount must be at least 0. Amount must be a multiple of 2.",
  ]);
});

describe("lifecycles", () => {
  const lease = property("status", {
    "x-lifecycle": {
      initial: ["Draft"],
      transitions: { Draft: ["Final"], Final: ["Archived"], Archived: [] },
    },
  });
  test.each<[before: Cells | null, after: string, said: string[]]>([
    [{ status: "Draft" }, "Final", []],
    [
      { status: "Draft" },
      "Archived",
      ["lifecycle status: Status may not go from Draft to Archived; allowed: Final."],
    ],
    [null, "Draft", []],
    [null, "Final", ["lifecycle status: Status must begin as Draft, not as Final."]],
    [{ status: null }, "Final", ["lifecycle status: Status must begin as Draft, not as Final."]],
    [{}, "Final", []],
  ])("%j to %s", async (before, after, expected) => {
    expect(await said(lease, { status: after }, before)).toEqual(expected);
  });
});

describe("custom rules", () => {
  const rules = (...list: readonly Record<string, unknown>[]) => ({
    "x-rules": list.map((rule, at) => ({ id: `r${at}`, message: `Mend ${at}.`, severity: "error", ...rule })),
  });

  test("a pattern looks at each value of its field, and at no empty one", async () => {
    const document = rules({ kind: "pattern", field: "tags", pattern: "^[a-z]+$" });
    expect(await said(document, { tags: ["a", "b"] })).toEqual([]);
    expect(await said(document, { tags: ["a", "B"] })).toEqual(["r0 tags: Mend 0."]);
    expect(await said(document, { tags: null })).toEqual([]);
  });

  test("a formula blames what it reads of the row", async () => {
    const document = rules(
      { kind: "formula", expression: "row.amount < 3" },
      { kind: "formula", expression: "row.amount < row.units", severity: "warning" },
      { kind: "formula", expression: "before == null" },
      { kind: "formula", expression: "before == null || before.units == row.units" },
    );
    const faults = await faultsOf(rulesOf(document), { amount: "5", units: "4" }, { units: "3" });
    expect(faults).toMatchObject([
      { reason: "rule:r0", field: "amount", fields: ["amount"], message: "Mend 0.", severity: "error" },
      { reason: "rule:r1", field: null, fields: ["amount", "units"], severity: "warning" },
      { reason: "rule:r2", field: null, fields: FIELDS.map(({ id }) => id) },
      { reason: "rule:r3", field: "units", fields: ["units"] },
    ]);
  });

  test("a formula sees every type as the schema does", async () => {
    const expression = [
      "row.name == 'a'",
      "row.tags == ['x', 'y']",
      "row.amount == 1.5",
      "row.units == 2",
      "row.is_open",
      "row.signed_on < '2024-02-01'",
      "row.data.list[1] == 'two'",
      "row.owner.size() == 1",
      "row.status == null",
      "before.amount == 1",
      "before.status == null",
    ].join(" && ");
    const cells = {
      name: "a",
      tags: ["x", "y"],
      amount: "1.5",
      units: "2",
      is_open: true,
      signed_on: "2024-01-01",
      data: '{"list":[1,"two"]}',
      owner: ["row_1"],
      status: null,
    };
    expect(await said(rules({ kind: "formula", expression }), cells, { amount: "1" })).toEqual([]);
  });

  test("a formula that cannot be evaluated says so, in words that are not an error's", async () => {
    const document = rules({ kind: "formula", expression: "row.amount < 3" });
    const [fault] = await faultsOf(rulesOf(document), { amount: null });
    expect(fault?.message).toMatch(
      /^The rule "r0" could not be evaluated for this row: a field that it reads is empty/,
    );
    expect(fault).toMatchObject({ field: "amount", reason: "rule:r0", severity: "error" });
  });

  test("a formula that exceeds its bounds says so, for its row", async () => {
    const document = rules({
      kind: "formula",
      expression: "row.data == null || row.data.all(x, row.data.all(y, string(x) + string(y) != row.name))",
    });
    const data = JSON.stringify(Array.from({ length: 5_000 }, (_, at) => at));
    const faults = await rulesOf(document).check([
      { cells: { data, name: "a" }, before: null },
      { cells: { data: "[1]", name: "a" }, before: null },
    ]);
    expect(faults.map((row) => row.map(({ message }) => message))).toEqual([
      [
        'The rule "r0" took too long, or needed too much memory, for this row. Simplify its formula or shorten what it reads.',
      ],
      [],
    ]);
  });
});

describe("bounds of a row", () => {
  test("a value that would take too long is at fault, the others are judged", async () => {
    const document = {
      properties: { name: { pattern: "^[a-z]{1,300}$" }, status: { enum: ["a"] } },
      required: ["name"],
    };
    expect(await said(document, { name: "a".repeat(100_000), status: "b" })).toEqual([
      "size name: Name is too long to be checked; shorten it, or ask less of it in the schema.",
      "enum status: Status must be one of a.",
    ]);
  });

  test("long values that nobody looks into are no matter", async () => {
    const data = JSON.stringify("x".repeat(5_000_000));
    expect(
      await said({ ...property("status", { enum: ["a"] }), required: ["data"] }, { data, status: "a" }),
    ).toEqual([]);
  });

  test("a custom pattern counts like one of the schema, and is not run on what is too long", async () => {
    const rule = {
      id: "p",
      kind: "pattern",
      field: "name",
      pattern: "^[a-z]{300}",
      message: "No.",
      severity: "error",
    };
    const rules = rulesOf({ "x-rules": [rule] });
    const run = vi.spyOn(RE2JS.prototype, "test");
    expect((await faultsOf(rules, { name: "A".repeat(100_000) })).map(({ reason }) => reason)).toEqual([
      "rule:size",
    ]);
    expect(run).not.toHaveBeenCalled();
    expect((await faultsOf(rules, { name: "A" })).map(({ reason }) => reason)).toEqual(["rule:p"]);
    expect(run).toHaveBeenCalledOnce();
    run.mockRestore();
  });

  test("a JSON value that nobody looks into is not parsed", async () => {
    const parse = vi.spyOn(JSON, "parse");
    const data = '{"nobody":"looks"}';
    await faultsOf(rulesOf({ required: ["data"] }), { data });
    expect(parse.mock.calls.map(([text]) => text)).not.toContain(data);
    parse.mockRestore();
  });

  test("telling entries apart takes time in proportion to their number", async () => {
    const rules = rulesOf(property("data", { uniqueItems: true }));
    const data = JSON.stringify(Array.from({ length: 30_000 }, (_, at) => ({ a: at })));
    const before = process.cpuUsage();
    expect(await faultsOf(rules, { data })).toEqual([]);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000);
  });

  test.each(["email", "uri", "uuid", "hostname", "ipv4", "ipv6", "date", "time", "date-time", "duration"])(
    "the format %s takes time in proportion to the text",
    async (format) => {
      const rules = rulesOf(property("name", { format }));
      const before = process.cpuUsage();
      for (const part of ["a", "a.", "1", "1:", ":", "-", "a@", "P1D", "0.", "ff:"])
        await faultsOf(rules, { name: `${part.repeat(Math.floor(100_000 / part.length))}!` });
      expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
    },
  );
});

test("many rows leave this thread its turns", async () => {
  const rules = rulesOf(property("name", { pattern: "^[a-z ]*$" }));
  // Some hundred milliseconds in all; without a pause there would be one turn, at the end.
  const row = { cells: { name: "some text ".repeat(2_000) }, before: null };
  const rows = Array.from({ length: 1_000 }, () => row);
  expect(await turnsDuring(() => rules.check(rows))).toBeGreaterThanOrEqual(5);
}, 30_000);

describe("compiling", () => {
  const document = readSchemaDocument(property("status", { "x-options": "ops_1" }), FIELDS);
  const compile = (optionSets: Record<string, readonly string[]>, fields = FIELDS) =>
    compileRules({ document, fields, optionSets: new Map(Object.entries(optionSets)) });

  test("is done once for the same document, fields and options", () => {
    const rules = compile({ ops_1: ["a"] });
    expect(compile({ ops_1: ["a"], ops_2: ["not used"] })).toBe(rules);
    expect(compile({ ops_1: ["a", "b"] }).hash).not.toBe(rules.hash);
    expect(compile({ ops_1: ["a"] }, FIELDS.slice(1)).hash).not.toBe(rules.hash);
  });

  test("keeps the hundred used last", () => {
    const first = compile({ ops_1: ["first"] });
    for (let at = 0; at < 99; at += 1) compile({ ops_1: [`${at}`] });
    expect(compile({ ops_1: ["first"] })).toBe(first);
    for (let at = 0; at < 100; at += 1) compile({ ops_1: [`other ${at}`] });
    expect(compile({ ops_1: ["first"] })).not.toBe(first);
  });

  test.each<[document: unknown, isEmpty: boolean]>([
    [{}, true],
    [{ title: "Leases", properties: { name: { title: "Name", description: "x" } } }, true],
    [property("name", { type: "string" }), false],
    [{ required: ["name"] }, false],
    [property("status", { "x-options": "ops_1" }), false],
    [{ anyOf: [{ required: ["name"] }] }, false],
    [
      { "x-rules": [{ id: "a", kind: "formula", expression: "true", message: "No.", severity: "error" }] },
      false,
    ],
  ])("%j is empty: %s", (sent, isEmpty) => {
    expect(rulesOf(sent).isEmpty).toBe(isEmpty);
  });

  test("without a document nothing is at fault", async () => {
    const rules = compileRules({ document: null, fields: FIELDS, optionSets: new Map() });
    expect(rules.isEmpty).toBe(true);
    expect(await rules.check([{ cells: {}, before: null }])).toEqual([[]]);
  });

  test("what a document says of fields that are gone is passed over", async () => {
    const sent = {
      properties: { name: { minLength: 5 }, amount: { minimum: 5 } },
      required: ["name", "amount"],
      "x-rules": [
        { id: "a", kind: "formula", expression: "row.amount > 5", message: "No.", severity: "error" },
      ],
    };
    const fields = FIELDS.filter(({ id }) => id !== "amount");
    const rules = compileRules({ document: readSchemaDocument(sent, FIELDS), fields, optionSets: new Map() });
    const faults = await faultsOf(rules, { name: "a" });
    expect(faults.map(({ reason, field }) => `${reason} ${field}`)).toEqual(["rule:range name"]);
  });

  test("a field that came after a closed document is none of its business", async () => {
    const listed = FIELDS.filter(({ id }) => id !== "name");
    const properties = Object.fromEntries(listed.map(({ id }) => [id, {}]));
    const closed = readSchemaDocument({ properties, additionalProperties: false }, listed);
    const rules = compileRules({ document: closed, fields: FIELDS, optionSets: new Map() });
    expect(await faultsOf(rules, { name: "a" })).toEqual([]);
  });
});
