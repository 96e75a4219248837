import { expect, test } from "vitest";
import { conditionOn, draftOf, faultOf, filterOf } from "./filter-draft";

const fields = [
  { id: "city", name: "City", type: "text", target: null },
  { id: "open", name: "Open", type: "boolean", target: null },
  { id: "of", name: "Of", type: "relation", target: "reg_x" },
];

test.each([
  [null],
  [{ all: [{ field: "City", is: "equal" as const, value: "Oslo" }] }],
  [{ any: [{ field: "City", is: "one-of" as const, value: ["Oslo", "Rio, the city"] }] }],
  [
    {
      all: [
        { field: "Open", is: "equal" as const, value: false },
        { field: "City", is: "not-empty" as const },
      ],
    },
  ],
])("what is stored is what an unchanged draft sends: %j", (filter) => {
  expect(filterOf(draftOf(filter), fields)).toEqual(filter);
});

test("a condition without its value is not sent", () => {
  const draft = { join: "all" as const, conditions: fields.map(conditionOn) };
  expect(faultOf(draft)).toBe("Give the condition on City a value.");
  expect(faultOf({ ...draft, conditions: draft.conditions.slice(1) })).toBeNull();
  expect(draft.conditions.map(({ is }) => is)).toEqual(["equal", "equal", "empty"]);
});
