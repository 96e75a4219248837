import { expect, test } from "vitest";
import { decided } from "./sample-conflict";

test("the page shows what the engine decides", () => {
  expect(decided("last-write-wins")).toEqual({ winner: "Archived", decidedBy: "last-write-wins" });
  expect(decided("authority")).toEqual({ winner: "Final", decidedBy: "authority" });
  expect(decided("manual")).toEqual({ winner: null, decidedBy: "manual" });
  expect(decided("hash").winner).toMatch(/^(Final|Archived)$/);
});
