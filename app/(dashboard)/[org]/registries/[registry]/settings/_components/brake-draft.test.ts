import { expect, test } from "vitest";
import { brakeDraftOf, brakeFault, brakesOf } from "./brake-draft";

test.each([
  [{}],
  [{ deletedShare: 0.07, deletedFloor: 0, invalidShare: 1 }],
  [{ changedShare: 0.005, orphans: "allow" as const, renames: "allow" as const }],
])("what is stored is what an unchanged draft sends: %j", (brakes) => {
  expect(brakesOf(brakeDraftOf(brakes))).toEqual(brakes);
});

test("an emptied limit is the default again, and a gate on its default is not stored", () => {
  const draft = brakeDraftOf({ deletedShare: 0.2, schemaChange: "allow" });
  expect(draft.deletedShare).toBe("20");
  expect(brakesOf({ ...draft, deletedShare: "", schemaChange: "hold" })).toEqual({});
});

test.each([
  ["deletedShare", "101", "share"],
  ["deletedShare", "ten", "share"],
  ["changedShare", "-1", "share"],
  ["invalidFloor", "1.5", "whole"],
  ["deletedFloor", "-1", "whole"],
] as const)("%s may not be %s", (limit, text, why) => {
  expect(brakeFault({ ...brakeDraftOf({}), [limit]: text })).toContain(why);
});

test("the defaults are fine", () => {
  expect(brakeFault(brakeDraftOf({}))).toBeNull();
});
