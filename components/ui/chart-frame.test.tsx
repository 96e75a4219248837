import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ChartFrame } from "./chart-frame";
import type { ChartPoint } from "./chart-series";
import { chartValue, tickOf } from "./chart-words";

const SERIES = [{ key: "p50", word: "p50" }];
const at = "2026-11-28T09:00:00.000Z";

const framed = (points: readonly ChartPoint[]): string =>
  renderToStaticMarkup(
    <ChartFrame label="Latency" series={SERIES} points={points} unit="ms" shape="line" empty="No edit yet">
      drawing
    </ChartFrame>,
  );

test("what is drawn stands below as a table, and what was not measured says so", () => {
  const page = framed([
    { at, values: { p50: 420 } },
    { at: "2026-11-28T10:00:00.000Z", values: { p50: null } },
  ]);
  expect(page).toContain("drawing");
  expect(page).toContain("420 ms");
  expect(page).toContain("not measured");
});

test.each([[[]], [[{ at, values: { p50: null } }]]])("nothing measured is said, not drawn: %j", (points) => {
  const page = framed(points);
  expect(page).toContain("No edit yet");
  expect(page).not.toContain("drawing");
});

test("zero is a value", () => {
  expect(framed([{ at, values: { p50: 0 } }])).toContain("0 ms");
  expect(chartValue(0, "count")).toBe("0");
  expect(chartValue(99.95, "percent")).toBe("100 %");
});

test("marks are clocks within two days and days beyond", () => {
  expect(tickOf(at, "2026-11-29T09:00:00.000Z")(at)).toBe("09:00");
  expect(tickOf(at, "2026-12-28T09:00:00.000Z")(at)).toBe("28 Nov");
});
