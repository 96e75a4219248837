import { expect, test } from "vitest";
import { loneDots } from "./chart-lone-dots";

test("a value has a dot where none stands beside it", () => {
  const values = [3, null, null, 4, 5, null, 6];
  const points = values.map((value, at) => ({ at: `2026-11-29T0${at}:00:00Z`, values: { p50: value } }));
  const dots = loneDots(points, "p50");
  const dotted = values.flatMap((_, index) =>
    dots({ cx: 1, cy: 1, index }).type === "circle" ? [index] : [],
  );
  expect(dotted).toEqual([0, 6]);
  expect(loneDots([], "p50")({ index: 0 }).type).toBe("g");
});
