import { describe, expect, it } from "vitest";
import { proposeRenames } from "./rename";

const lost = (rowId: string, rest: string) => ({ rowId, rest });
const fresh = (locator: string, rest: string) => ({ locator, rest });

describe("proposeRenames", () => {
  it("pairs a lost row with the one new record that is equal beside the key", () => {
    expect(proposeRenames([lost("r1", "x"), lost("r2", "y")], [fresh("p1", "y"), fresh("p2", "z")])).toEqual([
      { rowId: "r2", locator: "p1" },
    ]);
  });
  it("proposes nothing where more than one could be meant", () => {
    expect(proposeRenames([lost("r1", "x"), lost("r2", "x")], [fresh("p1", "x")])).toEqual([]);
    expect(proposeRenames([lost("r1", "x")], [fresh("p1", "x"), fresh("p2", "x"), fresh("p3", "x")])).toEqual(
      [],
    );
  });
});
