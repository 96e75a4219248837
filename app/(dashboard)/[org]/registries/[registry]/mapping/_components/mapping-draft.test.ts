import { describe, expect, test } from "vitest";
import type { ColumnView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import {
  type CellDraft,
  changedSides,
  columnChosen,
  columnsFor,
  mappingDraftOf,
  warningsOf,
  withCell,
} from "./mapping-draft";

const field = (name: string, type: string) => ({ id: name.toLowerCase(), name, type, target: null });
const side = (id: string, ...mappings: [field: string, sideField: string, direction: string][]) => ({
  id,
  mappings: mappings.map(([name, sideField, direction]) => ({ field: name, sideField, direction })),
});
const registry = {
  key: ["Code"],
  fields: [field("Code", "text"), field("Staff", "integer")],
  sides: [
    side("one", ["Code", "c1", "both"], ["Staff", "s1", "in"]),
    side("two", ["Code", "c2", "both"], ["Staff", "s2", "off"]),
  ],
} as unknown as RegistryView;
const column = (id: string, type: "text" | "integer", readOnlyBecause: string | null = null): ColumnView => ({
  ...{ id, name: id.toUpperCase(), native: type, readOnlyBecause },
  carries: [type],
});
const looks = [
  { side: "one", columns: [column("c1", "text"), column("s1", "integer", "A formula.")], problem: null },
  { side: "two", columns: [column("c2", "text"), column("s2", "integer")], problem: null },
];
const stored = mappingDraftOf(registry);
const changed = (of: "one" | "two", name: "Code" | "Staff", cell: CellDraft) =>
  withCell(stored, { side: of, field: name }, cell);
const warned = (draft: typeof stored) =>
  warningsOf(draft, registry, looks).map(
    ({ field: name, isFault }) => `${name} ${isFault ? "fault" : "note"}`,
  );

test("only sides that changed are sent, whole", () => {
  expect(changedSides(stored, registry)).toEqual([]);
  expect(changedSides(changed("two", "Staff", { column: "s2", direction: "out" }), registry)).toEqual([
    {
      id: "two",
      mappings: [
        { field: "Code", sideField: "c2", direction: "both" },
        { field: "Staff", sideField: "s2", direction: "out" },
      ],
    },
  ]);
  expect(changedSides(changed("one", "Staff", { column: null, direction: "off" }), registry)).toEqual([
    { id: "one", mappings: [{ field: "Code", sideField: "c1", direction: "both" }] },
  ]);
});

describe("warnings", () => {
  test.each<[string, typeof stored, string[]]>([
    ["a field on one side only", stored, ["Staff note"]],
    [
      "a key that is not mapped",
      changed("one", "Code", { column: "c1", direction: "off" }),
      ["Code fault", "Staff note"],
    ],
    [
      "a read-only column that is to be written",
      changed("one", "Staff", { column: "s1", direction: "both" }),
      ["Staff fault"],
    ],
    ["a column that is gone", changed("one", "Staff", { column: "gone", direction: "in" }), ["Staff fault"]],
    [
      "a field that nobody may edit",
      changed("one", "Code", { column: "c1", direction: "out" }),
      ["Staff note"],
    ],
    ["nothing", changed("two", "Staff", { column: "s2", direction: "out" }), []],
  ])("%s", (_case, draft, expected) => expect(warned(draft)).toEqual(expected));

  test("every edit put back, everywhere", () => {
    const out = withCell(
      changed("one", "Staff", { column: "s1", direction: "off" }),
      { side: "two", field: "Staff" },
      { column: "s2", direction: "out" },
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
