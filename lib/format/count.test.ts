import { expect, test } from "vitest";
import { counted, formatCount, percent } from "./count";

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

test("a share is whole only when it is", () => {
  expect(percent(999, 1000)).toBe("99 %");
  expect(percent(1, 1000)).toBe("1 %");
  expect(percent(0, 10)).toBe("0 %");
  expect(percent(10, 10)).toBe("100 %");
  expect(percent(0, 0)).toBe("100 %");
});
