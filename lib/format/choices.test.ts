import { expect, test } from "vitest";
import { formChoices, scheduleChoices } from "./choices";

const forms = (type: string) => formChoices(type).map(({ value }) => value);

test("a filter asks of each type what can be answered", () => {
  expect(forms("integer")).toContain("greater");
  expect(forms("date")).toContain("less");
  expect(forms("text")).not.toContain("greater");
  expect(forms("boolean")).not.toContain("one-of");
  expect(forms("relation")).toEqual(["empty", "not-empty"]);
});

test("a schedule that is not offered stays to be chosen", () => {
  expect(scheduleChoices("minutes:7")[0]).toEqual({ value: "minutes:7", word: "Every 7 minutes" });
  expect(scheduleChoices("hourly").filter(({ value }) => value === "hourly")).toHaveLength(1);
});
