import { describe, expect, it } from "vitest";
import { type Baseline, compareBaselines, newlyMapped, type SideBaseline } from "./baseline";

const names = { side: (id: string) => `Sheet ${id}`, field: (id: string) => id.toUpperCase() };

const sheet: SideBaseline = {
  mappings: [
    { field: "code", sideField: "c1", direction: "both" },
    { field: "status", sideField: "c2", direction: "both" },
  ],
  fields: [
    { id: "c1", name: "Code", native: "text", options: null },
    { id: "c2", name: "State", native: "select", options: ["Draft", "Final", "Old"] },
  ],
};
const before: Baseline = {
  normaliser: "1",
  filter: { all: [{ field: "status", is: "equal", value: "Draft" }] },
  sides: { a: sheet },
};
const changes = (after: Partial<Baseline>, from: Baseline = before) =>
  compareBaselines(from, { ...from, ...after }, names);
const onSheet = (parts: Partial<SideBaseline>) => changes({ sides: { a: { ...sheet, ...parts } } });
const fieldsWith = (parts: Partial<SideBaseline["fields"][number]>) =>
  onSheet({ fields: sheet.fields.map((field) => (field.id === "c2" ? { ...field, ...parts } : field)) });
const mappingsWith = (parts: Partial<SideBaseline["mappings"][number]>) =>
  onSheet({
    mappings: sheet.mappings.map((mapping) =>
      mapping.field === "status" ? { ...mapping, ...parts } : mapping,
    ),
  });

describe("compareBaselines", () => {
  it("finds nothing where nothing changed, in whatever order the filter's keys are stored", () => {
    const none = { schemaChanges: [], settingChanges: [] };
    expect(changes({})).toEqual(none);
    expect(changes({ filter: { all: [{ value: "Draft", is: "equal", field: "status" }] } })).toEqual(none);
    expect(changes({ filter: null }, { ...before, filter: undefined })).toEqual(none);
  });

  const shapes: readonly (readonly [string, ReturnType<typeof changes>, readonly string[]])[] = [
    [
      "a type that changed",
      fieldsWith({ native: "text" }),
      ["On Sheet a, the type of State changed from select to text."],
    ],
    [
      "an option taken away",
      fieldsWith({ options: ["Final", "Draft"] }),
      ["On Sheet a, State no longer offers Old."],
    ],
    [
      "many options taken away",
      changes(
        { sides: { a: { ...sheet, fields: [{ id: "c2", name: "State", native: "select", options: [] }] } } },
        {
          ...before,
          sides: {
            a: {
              ...sheet,
              fields: [
                { id: "c2", name: "State", native: "select", options: ["g", "f", "e", "d", "c", "b", "a"] },
              ],
            },
          },
        },
      ),
      ["On Sheet a, State no longer offers a, b, c, d, e and 2 more."],
    ],
    ["an option added", fieldsWith({ options: ["Draft", "Final", "Old", "New"] }), []],
    ["a field renamed", fieldsWith({ name: "Status" }), []],
    ["a choice that offers anything now", fieldsWith({ options: null }), []],
    [
      "a field that has become a choice",
      changes(
        { sides: { a: sheet } },
        {
          ...before,
          sides: { a: { ...sheet, fields: sheet.fields.map((field) => ({ ...field, options: null })) } },
        },
      ),
      [],
    ],
    ["a field that is gone", onSheet({ fields: sheet.fields.slice(0, 1) }), []],
  ];
  it.each(shapes)("a side's shape: %s", (_name, found, schemaChanges) => {
    expect(found).toEqual({ schemaChanges, settingChanges: [] });
  });

  const settings: readonly (readonly [string, ReturnType<typeof changes>, readonly string[]])[] = [
    [
      "a field newly mapped",
      onSheet({
        mappings: [...sheet.mappings, { field: "note", sideField: "c3", direction: "in" }],
        fields: [...sheet.fields, { id: "c3", name: "Remarks", native: "text", options: null }],
      }),
      ["On Sheet a, NOTE is now mapped to Remarks."],
    ],
    [
      "a field no longer mapped",
      onSheet({ mappings: sheet.mappings.slice(0, 1) }),
      ["On Sheet a, STATUS is no longer mapped."],
    ],
    ["a mapping turned off", mappingsWith({ direction: "off" }), ["On Sheet a, STATUS is no longer mapped."]],
    [
      "a mapping turned on",
      changes(
        { sides: { a: sheet } },
        {
          ...before,
          sides: { a: { ...sheet, mappings: sheet.mappings.map((each) => ({ ...each, direction: "off" })) } },
        },
      ),
      ["On Sheet a, CODE is now mapped to Code.", "On Sheet a, STATUS is now mapped to State."],
    ],
    [
      "a mapping to another field",
      mappingsWith({ sideField: "c1" }),
      ["On Sheet a, STATUS is now mapped to Code instead of State."],
    ],
    [
      "a mapping to another field of the same name",
      onSheet({
        mappings: [...sheet.mappings.slice(0, 1), { field: "status", sideField: "c9", direction: "both" }],
        fields: [...sheet.fields.slice(0, 1), { id: "c9", name: "State", native: "select", options: null }],
      }),
      ["On Sheet a, STATUS is now mapped to another field called State."],
    ],
    [
      "a mapping to a field whose name is not known",
      mappingsWith({ sideField: "c9" }),
      ["On Sheet a, STATUS is now mapped to c9 instead of State."],
    ],
    [
      "a direction that changed",
      mappingsWith({ direction: "out" }),
      ["On Sheet a, the direction of STATUS changed from both to out."],
    ],
    ["a filter that changed", changes({ filter: { any: [] } }), ["The filter of the rows changed."]],
    ["a filter removed", changes({ filter: null }), ["The filter was removed: all rows are synced."]],
    [
      "a filter set",
      changes({ filter: before.filter }, { ...before, filter: null }),
      ["A filter now says which rows are synced."],
    ],
    ["another normaliser", changes({ normaliser: "2" }), ["Values are now compared in form 2 instead of 1."]],
    ["a side added", changes({ sides: { a: sheet, b: sheet } }), ["Sheet b takes part now."]],
    ["a side removed", changes({ sides: {} }), ["Sheet a no longer takes part."]],
  ];
  it.each(settings)("the settings: %s", (_name, found, settingChanges) => {
    expect(found).toEqual({ schemaChanges: [], settingChanges });
  });

  it("tells changes in a fixed order, whatever the order of sides and fields", () => {
    const turned = (side: SideBaseline): SideBaseline => ({
      mappings: [...side.mappings].reverse(),
      fields: [...side.fields].reverse(),
    });
    const changed: SideBaseline = {
      mappings: sheet.mappings.map((mapping) => ({ ...mapping, direction: "in" })),
      fields: sheet.fields.map((field) => ({ ...field, native: "number" })),
    };
    const two = { ...before, sides: { a: sheet, b: sheet } };
    const straight = changes({ sides: { a: changed, b: changed } }, two);
    const mirrored = changes(
      { sides: { b: turned(changed), a: turned(changed) } },
      { ...before, sides: { b: turned(sheet), a: turned(sheet) } },
    );
    expect(mirrored).toEqual(straight);
    expect([straight.schemaChanges.length, straight.settingChanges.length]).toEqual([4, 4]);
  });
});

describe("newlyMapped", () => {
  const mapped = (...mappings: SideBaseline["mappings"][number][]) => [...newlyMapped(sheet, mappings)];
  const [code, status] = sheet.mappings as [
    SideBaseline["mappings"][number],
    SideBaseline["mappings"][number],
  ];

  it("is what was not mapped, was off, or is mapped to another place", () => {
    expect(mapped(code, status)).toEqual([]);
    expect(mapped(code, { ...status, direction: "out" })).toEqual([]);
    expect(mapped(code, { ...status, sideField: "c3" })).toEqual(["status"]);
    expect(mapped(code, status, { field: "owner", sideField: "c4", direction: "in" })).toEqual(["owner"]);
    const off = { ...sheet, mappings: [code, { ...status, direction: "off" }] };
    expect([...newlyMapped(off, [code, status])]).toEqual(["status"]);
  });

  it("is not what is off now", () => {
    expect(mapped(code, { field: "owner", sideField: "c4", direction: "off" })).toEqual([]);
  });
});
