import { describe, expect, test } from "vitest";
import type { FieldType } from "@/lib/engine/value";
import { autoMap, type MappableSide, typeFor } from "./auto-map";
import type { DraftColumn } from "./draft-view";

const ANY: readonly FieldType[] = ["text", "number", "integer", "boolean", "date", "select"];

const column = (name: string, ...carries: readonly FieldType[]): DraftColumn => ({
  ...{ id: name, name, native: carries[0] ?? "blob", carries: [...carries] },
  ...{ readOnlyBecause: null, keyPart: false, options: null },
});

const side = (
  ref: string,
  columns: readonly DraftColumn[],
  given: Partial<MappableSide> = {},
): MappableSide => ({
  ...{ ref, columns, mapped: {}, values: {} },
  ...given,
});

/** `name: column (reason) = column (reason)` of each field. */
const mapped = (sides: readonly MappableSide[], fields: Parameters<typeof autoMap>[0] = []): string[] =>
  autoMap(fields, sides).map(
    ({ name, columns }) =>
      `${name}: ${columns.map((each) => `${each.column.name} (${each.reason})`).join(" = ")}`,
  );

const values = (from: number, to: number): ReadonlySet<string> =>
  new Set(Array.from({ length: to - from + 1 }, (_, at) => String(from + at)));

describe("columns that hold the same", () => {
  test.each<[what: string, sides: readonly MappableSide[], fields: readonly string[]]>([
    [
      "by name, however it is written",
      [side("a", [column("Unit No.", "text")]), side("b", [column("unit_no", "text")])],
      ["Unit No.: Unit No. (same-name) = unit_no (same-name)"],
    ],
    [
      "by a name that is alike",
      [
        side("a", [column("City", "text")]),
        side("b", [column("city_name", "text"), column("Country", "text")]),
      ],
      ["City: City (similar-name) = city_name (similar-name)"],
    ],
    [
      "by their values",
      [
        side("a", [column("Ref", "text")], { values: { Ref: values(1, 10) } }),
        side("b", [column("code", "text"), column("other", "text")], {
          values: { code: values(4, 12), other: values(20, 30) },
        }),
      ],
      ["Ref: Ref (same-values) = code (same-values)"],
    ],
    [
      "not by few values",
      [
        side("a", [column("Ref", "text")], { values: { Ref: values(1, 4) } }),
        side("b", [column("code", "text")], { values: { code: values(1, 4) } }),
      ],
      [],
    ],
    [
      "as the only ones of a type that are left",
      [
        side("a", [column("Name", "text"), column("Built", "date")]),
        side("b", [column("name", "text"), column("since", "date"), column("x", "text")]),
      ],
      ["Name: Name (same-name) = name (same-name)", "Built: Built (same-type) = since (same-type)"],
    ],
    [
      "the better name takes it",
      [
        side("a", [column("Order date", "date"), column("Date", "date")]),
        side("b", [column("date", "date")]),
      ],
      ["Date: Date (same-name) = date (same-name)"],
    ],
    [
      "over three places",
      [
        side("a", [column("Code", "text")]),
        side("b", [column("x", "text")]),
        side("c", [column("code", "text")]),
      ],
      ["Code: Code (same-name) = code (same-name)"],
    ],
    [
      "not where no type suits both",
      [side("a", [column("Open", "boolean")]), side("b", [column("open", "date")])],
      [],
    ],
    ["not what cannot be mapped", [side("a", [column("Raw")]), side("b", [column("raw")])], []],
  ])("%s", (_, sides, fields) => expect(mapped(sides)).toEqual(fields));

  test("what a person mapped stays, and takes partners on other places", () => {
    const field = { ref: "f1", name: "Key", type: "text" as const };
    const sides = [
      side("a", [column("Odd", "text")], { mapped: { f1: "Odd" } }),
      side("b", [column("key", "text"), column("odd", "text")]),
    ];
    expect(mapped(sides, [field])).toEqual(["Key: Odd (mapped) = key (same-name)"]);
  });
});

test.each<[carries: readonly (readonly FieldType[])[], type: FieldType]>([
  [[["text", "select"], ["text"]], "text"],
  [[ANY, ["integer", "number"]], "integer"],
  [[["number"], ["integer", "number"]], "number"],
  [[["number", "integer"], ANY], "number"],
])("of %j the type is %s", (carries, type) => {
  expect(typeFor(carries.map((each) => ({ carries: [...each] })))).toBe(type);
});
