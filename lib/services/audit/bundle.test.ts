import { expect, test } from "vitest";
import { tileName } from "./bundle";

test.each([
  [0, "000"],
  [67, "067"],
  [1_000, "x001/000"],
  [1_234_067, "x001/x234/067"],
])("tile %i lies at %s", (tile, name) => expect(tileName(tile)).toBe(name));
