import { expect, it } from "vitest";
import { latestTick, nextTick } from "./cron";

const at = (text: string) => new Date(text);

it("counts in UTC, from after the given moment", () => {
  expect(nextTick("*/5 * * * *", at("2026-03-01T00:05:00Z"))).toEqual(at("2026-03-01T00:10:00Z"));
  expect(nextTick("30 4 * * *", at("2026-03-29T00:00:00Z"))).toEqual(at("2026-03-29T04:30:00Z"));
});

it("takes another zone when the expression names it", () =>
  expect(nextTick("TZ=Asia/Tokyo 0 9 * * *", at("2026-03-01T00:00:01Z"))).toEqual(
    at("2026-03-02T00:00:00Z"),
  ));

it("finds the tick at or before a moment", () => {
  expect(latestTick("0 * * * *", at("2026-03-01T05:00:00Z"))).toEqual(at("2026-03-01T05:00:00Z"));
  expect(latestTick("0 * * * *", at("2026-03-01T05:59:59Z"))).toEqual(at("2026-03-01T05:00:00Z"));
});

it.each(["", "x", "* * * *", "* * * * * *", "TZ=Nowhere/City * * * * *", "0 0 30 2 *"])(
  "has no tick for %j",
  (expression) => expect(nextTick(expression, at("2026-03-01T00:00:00Z"))).toBeNull(),
);
