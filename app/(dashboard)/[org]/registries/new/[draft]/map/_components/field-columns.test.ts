import { expect, test } from "vitest";
import type { DraftSide } from "@/lib/services/drafts/draft-input";
import type { DraftColumn, DraftLook } from "@/lib/services/drafts/draft-view";
import {
  counterpartOf,
  freeColumns,
  mappedCount,
  misfit,
  withColumn,
  withDirection,
  withoutField,
} from "./field-columns";

const column = (id: string, readOnlyBecause: string | null = null): DraftColumn => ({
  ...{ id, name: id.toUpperCase(), native: "text", carries: ["text"], readOnlyBecause },
  ...{ keyPart: false, options: null },
});
const side = (ref: string, ...mappings: DraftSide["mappings"]): DraftSide => ({
  ...{ ref, connectionId: "con", location: {}, mappings },
});
const to = (field: string, sideField: string, direction: "both" | "in" | "out" | "off" = "both") => ({
  ...{ field, sideField, direction },
});
const look = (ref: string, ...columns: DraftColumn[]) => ({ side: ref, columns }) as unknown as DraftLook;

test("a column is one field's: taken by another, the first has none there", () => {
  const sides = [side("s1", to("f1", "a"), to("f2", "b")), side("s2", to("f1", "x"))];
  const [first, second] = withColumn(sides, { side: "s1", field: "f2" }, column("a"));
  expect(first?.mappings).toEqual([to("f2", "a")]);
  expect(second).toEqual(sides[1]);
  expect(withColumn(sides, { side: "s1", field: "f1" }, null)[0]?.mappings).toEqual([to("f2", "b")]);
});

test("a column that cannot be written is only read, whatever was meant for the one before", () => {
  const sides = withDirection([side("s1", to("f1", "a"))], { side: "s1", field: "f1" }, "out");
  expect(sides[0]?.mappings).toEqual([to("f1", "a", "out")]);
  expect(withColumn(sides, { side: "s1", field: "f1" }, column("b"))[0]?.mappings).toEqual([
    to("f1", "b", "out"),
  ]);
  expect(withColumn(sides, { side: "s1", field: "f1" }, column("b", "A formula."))[0]?.mappings).toEqual([
    to("f1", "b", "in"),
  ]);
});

test("a field that is taken out leaves nothing behind", () => {
  const fields = ["f1", "f2"].map((ref) => ({ ref, name: ref, type: "text" as const }));
  const left = withoutField({ fields, sides: [side("s1", to("f1", "a"), to("f2", "b"))], key: ["f1"] }, "f1");
  expect(left).toEqual({ fields: fields.slice(1), sides: [side("s1", to("f2", "b"))], key: [] });
});

test("what is mapped on one side alone, or switched off, does not count", () => {
  const fields = ["f1", "f2", "f3"].map((ref) => ({ ref, name: ref, type: "text" as const }));
  const sides = [
    side("s1", to("f1", "a"), to("f2", "b"), to("f3", "c")),
    side("s2", to("f1", "x"), to("f3", "z", "off")),
  ];
  expect(mappedCount({ fields, sides })).toBe(1);
});

test("a column that is gone is told from one that does not fit", () => {
  const [own, looks] = [side("s1", to("f1", "a"), to("f2", "gone")), [look("s1", column("a"), column("b"))]];
  const kept = counterpartOf(own, looks, "f1");
  expect([misfit(kept, "text"), misfit(kept, "number")]).toEqual([null, "“A” (text) cannot hold this type."]);
  const gone = counterpartOf(own, looks, "f2");
  expect([gone.column, gone.sideField, misfit(gone, "number")]).toEqual([undefined, "gone", null]);
  expect(freeColumns(own, looks[0]).map(({ id }) => id)).toEqual(["b"]);
});
