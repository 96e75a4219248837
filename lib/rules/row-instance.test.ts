import { expect, test } from "vitest";
import { rowInstance } from "./row-instance";
import { FIELDS } from "./testing/build";

test("each type has its JSON value; what is empty or not known is left out", () => {
  const cells = {
    name: "",
    status: "Draft",
    tags: ["a", "b"],
    amount: "-12.5",
    units: "7",
    is_open: false,
    signed_on: "2024-02-29",
    data: '{"a":[1]}',
    owner: null,
  };
  expect(rowInstance(cells, FIELDS)).toEqual({
    name: "",
    status: "Draft",
    tags: ["a", "b"],
    amount: -12.5,
    units: 7,
    is_open: false,
    signed_on: "2024-02-29",
    data: { a: [1] },
  });
});

test("numbers beyond doubles are the nearest one", () => {
  const { amount, units } = rowInstance({ amount: `-${"9".repeat(400)}`, units: "9007199254740993" }, FIELDS);
  expect(amount).toBe(-Number.MAX_VALUE);
  expect(units).toBe(9007199254740992);
});

test("a value of another form than its type's stays as it is", () => {
  expect(rowInstance({ amount: "many", data: "{", units: ["1"] }, FIELDS)).toEqual({
    amount: "many",
    data: "{",
    units: ["1"],
  });
});
