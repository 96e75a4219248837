import { describe, expect, test } from "vitest";
import type { ColumnView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { fillChoices } from "./fill-question";
import {
  type CellDraft,
  changeOf,
  columnChosen,
  columnsFor,
  freeColumns,
  type MappingDraft,
  mappingDraftOf,
  withCell,
  withColumn,
  withField,
  withoutField,
} from "./mapping-draft";
import { warningsOf } from "./mapping-warnings";

const field = (name: string, type: string) => ({ id: name.toLowerCase(), name, type, target: null });
const side = (id: string, ...mappings: [field: string, sideField: string, direction: string][]) => ({
  ...{ id, kind: id === "one" ? "notion" : "postgres", title: `System: ${id}` },
  mappings: mappings.map(([name, sideField, direction]) => ({ field: name, sideField, direction })),
});
const registry = {
  ...{ key: ["Code"], mappingVersion: "v1", winners: { default: "two", fields: { Staff: "one" } } },
  fields: [field("Code", "text"), field("Staff", "integer")],
  sides: [
    side("one", ["Code", "c1", "both"], ["Staff", "s1", "in"]),
    side("two", ["Code", "c2", "both"], ["Staff", "s2", "off"]),
  ],
} as unknown as RegistryView;
const column = (
  id: string,
  type: "text" | "integer",
  readOnlyBecause: string | null = null,
  name = id.toUpperCase(),
): ColumnView => ({ ...{ id, name, native: type, readOnlyBecause }, carries: [type] });
const looks = [
  {
    side: "one",
    columns: [
      column("c1", "text"),
      column("s1", "integer", "A formula."),
      column("x1", "text", null, "Due date"),
    ],
    problem: null,
  },
  {
    side: "two",
    columns: [column("c2", "text"), column("s2", "integer"), column("x2", "text", null, "due_date")],
    problem: null,
  },
];
const stored = mappingDraftOf(registry);
const changed = (of: "one" | "two", ref: string, cell: CellDraft, draft = stored) =>
  withCell(draft, { side: of, field: ref }, cell);
const sent = (draft: MappingDraft) => {
  const { mappingVersion, ...change } = changeOf(draft, registry);
  expect(mappingVersion).toBe("v1");
  return change;
};
const warned = (draft: MappingDraft) =>
  warningsOf(draft, registry, looks).map(({ field: ref, isFault }) => `${ref} ${isFault ? "fault" : "note"}`);

test("only what changed is sent: sides whole, fields by what becomes of them", () => {
  expect(sent(stored)).toEqual({ sides: [] });
  expect(sent(changed("two", "staff", { column: "s2", direction: "out" }))).toEqual({
    sides: [
      {
        id: "two",
        mappings: [
          { field: "Code", sideField: "c2", direction: "both" },
          { field: "Staff", sideField: "s2", direction: "out" },
        ],
      },
    ],
  });
  expect(sent(withoutField(stored, "staff"))).toEqual({
    fields: { add: [], rename: [], remove: ["staff"] },
    winners: undefined,
    sides: [],
  });
  expect(sent(withField(withoutField(stored, "staff"), "staff", { isRemoved: false }))).toEqual({
    sides: [],
  });
});

test("a new name is sent by the field's id, and what is said of the field goes by it", () => {
  const draft = withField(stored, "staff", { name: " People " });
  const remapped = changed("two", "staff", { column: "s2", direction: "both" }, draft);
  expect(sent(remapped)).toMatchObject({
    fields: { rename: [{ field: "staff", name: "People" }] },
    sides: [{ id: "two", mappings: [{ field: "Code" }, { field: "People", sideField: "s2" }] }],
  });
});

describe("a field made of a column", () => {
  const [first] = freeColumns(stored, looks[0] ?? { side: "", columns: [], problem: null });
  const draft = first ? withColumn(stored, { side: "one", column: first }, looks) : stored;

  test("is mapped to the columns of its name, and filled from its side", () => {
    expect(sent(draft)).toEqual({
      fields: { add: [{ name: "Due date", type: "text" }], rename: [], remove: [] },
      winners: { default: "two", fields: { Staff: "one", "Due date": "one" } },
      sides: [
        expect.objectContaining({ id: "one" }),
        {
          id: "two",
          mappings: [
            { field: "Code", sideField: "c2", direction: "both" },
            { field: "Staff", sideField: "s2", direction: "off" },
            { field: "Due date", sideField: "x2", direction: "both" },
          ],
        },
      ],
    });
  });

  test("takes the columns, and is gone without a trace", () => {
    expect(looks.map((look) => freeColumns(draft, look).map(({ id }) => id))).toEqual([[], ["s2"]]);
    expect(sent(withoutField(draft, "new 1"))).toEqual({ sides: [] });
  });

  test("asks which side fills it", () => {
    const made = draft.fields.at(-1);
    expect(made && fillChoices(registry, draft, made).map((choice) => choice.side)).toEqual([
      "one",
      "two",
      null,
    ]);
  });
});

describe("which side fills a field", () => {
  const [, staff] = stored.fields;
  const asks = (draft: MappingDraft) =>
    staff ? fillChoices(registry, draft, staff).map((one) => one.side) : [];

  test("is asked where it is mapped anew: what the registry has, or what stands there", () => {
    expect(asks(changed("two", "staff", { column: "s2", direction: "both" }))).toEqual(["one", "two", null]);
  });

  test("is not asked where nothing is new, or nothing there counts", () => {
    expect(asks(stored)).toEqual([]);
    expect(asks(changed("one", "staff", { column: "s1", direction: "off" }))).toEqual([]);
  });
});

describe("warnings", () => {
  test.each<[string, MappingDraft, string[]]>([
    ["a field on one side only", stored, ["staff note"]],
    [
      "a key that is not mapped",
      changed("one", "code", { column: "c1", direction: "off" }),
      ["code fault", "staff note"],
    ],
    [
      "a read-only column that is to be written",
      changed("one", "staff", { column: "s1", direction: "both" }),
      ["staff fault"],
    ],
    ["a column that is gone", changed("one", "staff", { column: "gone", direction: "in" }), ["staff fault"]],
    ["a column of another type", changed("one", "staff", { column: "c1", direction: "in" }), ["staff fault"]],
    ["a name that is taken", withField(stored, "staff", { name: "code " }), ["code fault", "staff fault"]],
    ["no name", withField(stored, "staff", { name: " " }), ["staff fault"]],
    ["a field that is taken out", withoutField(stored, "staff"), ["staff note"]],
    [
      "a field that nobody may edit",
      changed("one", "code", { column: "c1", direction: "out" }),
      ["staff note"],
    ],
    ["nothing", changed("two", "staff", { column: "s2", direction: "out" }), []],
  ])("%s", (_case, draft, expected) => expect(warned(draft)).toEqual(expected));

  test("every edit put back, everywhere", () => {
    const out = changed(
      "two",
      "staff",
      { column: "s2", direction: "out" },
      changed("one", "staff", { column: "s1", direction: "off" }),
    );
    expect(warningsOf(out, registry, looks)).toMatchObject([
      { text: expect.stringContaining("No side may edit") },
    ]);
  });
});

test("a column offers itself for its types, and takes the direction it can", () => {
  const columns = looks[0]?.columns ?? [];
  expect(columnsFor(columns, "integer", null).map(({ id }) => id)).toEqual(["s1"]);
  expect(columnsFor(columns, "integer", "c1").map(({ id }) => id)).toEqual(["c1", "s1"]);
  expect(columnChosen({ column: null, direction: "off" }, columns[0])).toEqual({
    column: "c1",
    direction: "both",
  });
  expect(columnChosen({ column: null, direction: "off" }, columns[1])).toEqual({
    column: "s1",
    direction: "in",
  });
  expect(columnChosen({ column: "c1", direction: "out" }, undefined)).toEqual({
    column: "c1",
    direction: "off",
  });
});
