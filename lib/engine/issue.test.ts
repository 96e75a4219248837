import { expect, it } from "vitest";
import { issueCause } from "./issue";
import type { RowIssue } from "./row";

const issue: RowIssue = {
  sideId: "a",
  field: "name",
  reason: "too-long",
  message: "2,014 characters; 2,000 fit.",
};

it("groups issues by side, field and reason, whatever the value", () => {
  expect(issueCause({ ...issue, message: "3,000 characters; 2,000 fit." })).toBe(issueCause(issue));
  for (const other of [{ sideId: "b" }, { field: null }, { reason: "refused" }]) {
    expect(issueCause({ ...issue, ...other })).not.toBe(issueCause(issue));
  }
});
