import { expect, test } from "vitest";
import { counted, formatCount } from "./count";

test.each([
  [0, "0"],
  [999, "999"],
  [1204, "1,204"],
  [1_000_000, "1,000,000"],
])("%d is written %s", (value, text) => expect(formatCount(value)).toBe(text));

test("a count agrees with its noun", () => {
  expect(counted(1, "row")).toBe("1 row");
  expect(counted(0, "row")).toBe("0 rows");
  expect(counted(2, "registry", "registries")).toBe("2 registries");
});
