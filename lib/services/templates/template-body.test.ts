import { expect, test } from "vitest";
import type { SideField } from "@/lib/connectors/connector";
import type { FieldType } from "@/lib/engine/value";
import { beginDraftInput } from "../drafts/draft-input";
import { ALL_TEMPLATES } from "./all-templates";
import { CONTRACTS } from "./contracts";
import { KYC_FILES } from "./kyc-files";
import { LEGAL_EVIDENCE } from "./legal-evidence";
import { type ChosenSide, templateBody } from "./template-body";

const held = (name: string, type: FieldType, more: Partial<SideField> = {}): SideField => ({
  id: `id of ${name}`,
  name,
  type,
  alternatives: [],
  native: type,
  writable: true,
  readOnlyReason: null,
  keyPart: false,
  options: null,
  relatesTo: null,
  ...more,
});

const place = (...fields: readonly SideField[]): ChosenSide["place"] => ({
  location: { schema: "s" },
  fields,
});

const FULL = { customRules: true, optionSets: new Map<string, string>() };

const NOTION: ChosenSide = { connectionId: "con_1", kind: "notion", place: null };
const POSTGRES: ChosenSide = { connectionId: "con_2", kind: "postgres", place: null };
const SHEETS: ChosenSide = { connectionId: "con_3", kind: "google-sheets", place: null };

test("without sides it brings name, fields, key and rules, as a draft takes them", () => {
  const { draft, places, optionSets } = templateBody(LEGAL_EVIDENCE, [], FULL);
  expect(beginDraftInput.parse(draft)).toMatchObject(draft);
  expect(places).toEqual([]);
  const status = draft.fields?.find(({ name }) => name === "Status")?.ref;
  expect(draft.rules?.filter(({ field }) => field === status)).toEqual([
    { field: status, kind: "required", keywords: {} },
    {
      field: status,
      kind: "enum",
      keywords: {
        enum: ["Draft", "Final", "Archived"],
        "x-lifecycle": {
          initial: ["Draft"],
          transitions: { Draft: ["Final", "Archived"], Final: ["Archived"], Archived: [] },
        },
      },
    },
  ]);
  expect(draft.fields?.every(({ name, from }) => name === from)).toBe(true);
  expect(draft.template).toEqual({
    id: "legal-evidence",
    rules: ["exhibit-number", "fingerprint", "final-has-source", "final-has-fingerprint"],
  });
  expect(draft.rules?.some(({ kind }) => kind === "pattern")).toBe(false);
  expect(optionSets.map(({ name, fields }) => [name, fields])).toEqual([
    ["Evidence kinds", ["Kind"]],
    ["Evidence states", ["Status"]],
    ["Evidence tags", ["Tags"]],
  ]);
});

test("a place that is still to be made gets all fields, named and typed as its system has them", () => {
  const { draft, places } = templateBody(CONTRACTS, [NOTION, POSTGRES, SHEETS], FULL);
  expect(draft.sides).toEqual([]);
  expect(places.map(({ title, key }) => [title, key])).toEqual([
    ["Contracts", ["Contract number"]],
    ["contracts", ["contract_number"]],
    ["Contracts", ["Contract number"]],
  ]);
  const amounts = places.map(({ missing }) => missing.find(({ name }) => /annual.amount/i.test(name)));
  expect(amounts.map((field) => [field?.name, field?.native])).toEqual([
    ["Annual amount", "number"],
    ["annual_amount", "numeric(14,2)"],
    ["Annual amount", "amount"],
  ]);
  const status = places[0]?.missing.find(({ name }) => name === "Status");
  expect(status?.options).toEqual(["Draft", "Final", "Archived"]);
});

test("of a place that is there the fields are mapped by name, and what it lacks is told", () => {
  const there = place(
    held("contract_number", "text"),
    held("ANNUAL AMOUNT", "number"),
    held("status", "text", { alternatives: ["select"] }),
    held("start", "text"),
    held("end", "date", { writable: false, readOnlyReason: "computed" }),
  );
  const { draft, places } = templateBody(
    CONTRACTS,
    [
      { ...POSTGRES, place: there },
      { ...NOTION, place: place() },
    ],
    FULL,
  );
  const names = new Map(draft.fields?.map(({ ref, name }) => [ref, name]));
  const [postgres, notion] = draft.sides ?? [];
  expect(postgres?.mappings.map(({ field, ...rest }) => ({ field: names.get(field), ...rest }))).toEqual([
    { field: "Contract number", sideField: "id of contract_number", direction: "both" },
    { field: "Status", sideField: "id of status", direction: "both" },
    { field: "Annual amount", sideField: "id of ANNUAL AMOUNT", direction: "both" },
    { field: "End", sideField: "id of end", direction: "in" },
  ]);
  expect(notion?.mappings).toEqual([]);
  // "start" is there and holds no dates: it is no column for one.
  expect(places[0]?.missing.map(({ name }) => name)).toContain("start");
  expect(places[0]?.missing).toHaveLength(CONTRACTS.fields.length - 4);
});

test("a field's home decides only where the registry has a side there", () => {
  const amounts = place(held("Risk", "select"), held("Screened at", "datetime"));
  const directions = (...sides: readonly ChosenSide[]) =>
    templateBody(KYC_FILES, sides, FULL).draft.sides?.map(({ mappings }) =>
      mappings.map(({ direction }) => direction),
    );
  expect(directions({ ...NOTION, place: amounts }, { ...POSTGRES, place: amounts })).toEqual([
    ["both", "out"],
    ["out", "both"],
  ]);
  expect(directions({ ...SHEETS, place: amounts }, { ...POSTGRES, place: amounts })).toEqual([
    ["both", "out"],
    ["both", "both"],
  ]);
});

test("a plan without rules of its own gets its patterns as keywords, and none of what is left out", () => {
  const { draft, schema, leftOut } = templateBody(LEGAL_EVIDENCE, [], { ...FULL, customRules: false });
  expect(leftOut.map(({ id }) => id)).toEqual(["final-has-source", "final-has-fingerprint"]);
  expect(draft.template).toEqual({ id: "legal-evidence", rules: [] });
  const [number] = draft.key ?? [];
  expect(draft.rules).toContainEqual({
    field: number,
    kind: "pattern",
    keywords: { pattern: "^[A-Z]{1,6}-[0-9]{1,6}$" },
  });
  expect(schema["x-rules"]).toEqual([]);
  expect(schema.properties).toMatchObject({ "Exhibit number": { pattern: "^[A-Z]{1,6}-[0-9]{1,6}$" } });
  expect(JSON.stringify(schema)).toContain("x-lifecycle");
  const all = templateBody(LEGAL_EVIDENCE, [], FULL).draft.rules ?? [];
  expect(draft.rules?.filter(({ kind }) => kind !== "pattern")).toEqual(all);
});

test.each(ALL_TEMPLATES.map((template) => [template.name, template] as const))(
  "%s makes a draft that can be begun under any plan, with each rule in it once or told to be left out",
  (_name, template) => {
    for (const customRules of [true, false]) {
      const { draft, schema, leftOut } = templateBody(template, [], { ...FULL, customRules });
      expect(beginDraftInput.safeParse(draft).error).toBeUndefined();
      const named = new Map(draft.fields?.map(({ ref, name }) => [ref, name]));
      expect(draft.key?.map((ref) => named.get(ref))).toEqual(template.key);
      const patterns = draft.rules?.filter(({ kind }) => kind === "pattern") ?? [];
      const own = draft.template?.rules ?? [];
      expect(patterns.length + own.length + leftOut.length).toBe(template.rules.length);
      expect(leftOut.filter(({ id }) => own.includes(id))).toEqual([]);
      expect(schema["x-rules"]).toHaveLength(own.length);
    }
  },
);
