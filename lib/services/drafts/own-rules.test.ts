import { expect, test } from "vitest";
import type { Cells } from "@/lib/engine/value";
import { LEGAL_EVIDENCE } from "../templates/legal-evidence";
import { templateBody } from "../templates/template-body";
import { bodyWith } from "./body-change";
import { beginDraftInput, type DraftBody, draftBody } from "./draft-input";
import { fieldRules, rowRules } from "./own-rules";

function begun(customRules: boolean): DraftBody {
  const { draft } = templateBody(LEGAL_EVIDENCE, [], { customRules, optionSets: new Map() });
  const { name: _name, step: _step, ...parts } = beginDraftInput.parse(draft);
  return bodyWith(draftBody.parse({}), parts);
}

/** Two rows: the first is final without a source, the second has no number that is one. */
function sourceOf({ fields }: DraftBody) {
  const ref = (name: string): string => fields.find((field) => field.from === name)?.ref ?? "";
  const row = (cells: Readonly<Record<string, string>>): { readonly cells: Cells } => ({
    cells: {
      ...Object.fromEntries(fields.map((field) => [field.ref, null])),
      ...Object.fromEntries(
        Object.entries({ Case: "1", Title: "T", ...cells }).map(([name, value]) => [ref(name), value]),
      ),
    },
  });
  return {
    fields: fields.map(({ ref: id, name, type }) => ({ id, name, type })),
    key: [ref("Exhibit number")],
    rows: [
      row({ "Exhibit number": "EX-1", Status: "Final" }),
      row({ "Exhibit number": "12", Status: "Lost" }),
    ],
  };
}

const asking = (body: DraftBody, customRules: boolean) => ({
  ...{ body, customRules, source: sourceOf(body), proposals: [] },
});

test("each rule of the template is counted over the rows that were read, with the first that break it", async () => {
  const body = begun(true);
  const rules = await rowRules(asking(body, true));
  expect(
    rules.map(({ id, isTaken, cannot, failing, total }) => [id, isTaken, cannot, failing, total]),
  ).toEqual([
    ["exhibit-number", true, null, 1, 2],
    ["fingerprint", true, null, 0, 2],
    ["final-has-source", true, null, 1, 2],
    ["final-has-fingerprint", true, null, 1, 2],
  ]);
  expect(rules[2]?.examples).toEqual([
    { key: ["EX-1"], because: expect.stringContaining("Final evidence needs") },
  ]);
  const own = await fieldRules(asking(body, true));
  expect(own.every(({ isTaken, isOfTemplate }) => isTaken && isOfTemplate)).toBe(true);
  expect(own.find(({ text }) => text.startsWith("Status is one of"))).toMatchObject({
    ...{ failing: 1, total: 2 },
    examples: [{ key: ["12"], value: "Lost", because: expect.any(String) }],
  });
});

test("a plan without room offers the patterns as keywords, and says of the others that they are left out", async () => {
  const body = begun(false);
  const rules = await rowRules(asking(body, false));
  expect(rules.map(({ id, isTaken, cannot }) => [id, isTaken, cannot])).toEqual([
    ["final-has-source", false, "no-room"],
    ["final-has-fingerprint", false, "no-room"],
  ]);
  const own = await fieldRules(asking(body, false));
  expect(
    own.filter(({ kind }) => kind === "pattern").map(({ isTaken, failing }) => [isTaken, failing]),
  ).toEqual([
    [true, 1],
    [true, 0],
  ]);
  // A larger plan since: the keyword stays the draft's, and the template's own rule can be taken in its place.
  const since = await fieldRules(asking(body, true));
  expect(since.filter(({ kind }) => kind === "pattern").map(({ isOfTemplate }) => isOfTemplate)).toEqual([
    false,
    false,
  ]);
});

test("nothing read is not counted, and a field that is left out is named", async () => {
  const body = begun(true);
  const without = { ...body, fields: body.fields.filter(({ from }) => from !== "Source") };
  const rules = await rowRules({ body: without, customRules: true, source: null });
  expect(rules.map(({ cannot, missing, failing, total }) => [cannot, missing, failing, total])).toEqual([
    [null, [], null, null],
    [null, [], null, null],
    ["no-field", ["Source"], null, null],
    [null, [], null, null],
  ]);
  const own = await fieldRules({ ...asking(without, true), source: null });
  expect(own.every(({ failing, total }) => failing === null && total === null)).toBe(true);
  expect(await rowRules({ body: draftBody.parse({}), customRules: true, source: null })).toEqual([]);
});

test("what the rows propose themselves is none of the draft's own", async () => {
  const rule = { field: "f1", kind: "format" as const, keywords: { format: "email" } };
  const body = draftBody.parse({ fields: [{ ref: "f1", name: "To", type: "text" }], rules: [rule] });
  const proposal = { ...rule, id: "f1:format", text: "", failing: 0, total: 3, isTaken: true, examples: [] };
  const ask = { body, customRules: true, source: null };
  expect(await fieldRules({ ...ask, proposals: [proposal] })).toEqual([]);
  expect(
    (await fieldRules({ ...ask, proposals: [] })).map(({ text, isOfTemplate }) => [text, isOfTemplate]),
  ).toEqual([["To is an e-mail address.", false]]);
});
