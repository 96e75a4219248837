import { expect, test } from "vitest";
import { type PairedRegistry, type PairParts, pairView } from "./pair-view";

const A = "018f3a6e-0000-7000-8000-00000000000a";
const B = "018f3a6e-0000-7000-8000-00000000000b";
const mapped = (id: string, direction: string) => ({
  id,
  mappings: ["name", "price"].map((field) => ({ field, direction })),
});
const registry = (direction = "both") =>
  ({
    fields: [
      { id: "name", name: "Name" },
      { id: "price", name: "Price" },
    ],
    sides: [mapped(A, direction), mapped(B, direction)],
  }) as unknown as PairedRegistry;

const parts = (cells: object, conflicts: readonly object[] = []) =>
  ({
    row: {
      key: '["a"]',
      cells,
      sides: { [A]: { locator: "1", done: "base" }, [B]: { locator: "2", done: "base" } },
    },
    updates: [],
    conflicts,
  }) as unknown as PairParts;
const open = { field: "price", resolved: false, decidedBy: "", detail: { candidates: [] } };

test.each([
  ["whose cells are all merged", parts({ name: "a", price: 4 }), registry(), []],
  ["whose cell is empty on both", parts({ name: "a", price: null }), registry(), []],
  ["of which a cell was not merged", parts({ name: "a" }), registry(), ["Price"]],
  ["whose cell waits for a person", parts({ name: "a" }, [open]), registry(), []],
  ["whose sides have no say in a field", parts({}), registry("out"), []],
])("a pair %s is not called equal in what nobody compared", (_, pair, of, notCompared) => {
  expect(pairView(pair, of, (_id, value) => value).notCompared).toEqual(notCompared);
});
