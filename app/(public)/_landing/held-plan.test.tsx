import { expect, test } from "vitest";
import { heldBecause } from "./held-plan";

test("the plan on the page is held by the engine's own brake, and by one alone", () => {
  expect(heldBecause()).toEqual([expect.stringContaining("132")]);
});
