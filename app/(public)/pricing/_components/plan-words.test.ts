import { expect, test } from "vitest";
import { offerPlans } from "@/lib/services/plans/offer-plans";
import { cadenceWord, planLines, priceWord } from "./plan-words";

test("the plans are offered as they are enforced", () => {
  const shown = offerPlans().plans.map((plan) => [plan.word, priceWord(plan), cadenceWord(plan)].join(", "));
  expect(shown).toEqual([
    "Free, $0, Once a day",
    "Starter, $299, Every hour",
    "Professional, $999, Every minute",
    "Enterprise, $5,000, As changes come",
  ]);
  expect(offerPlans().plans.map(({ isFrom }) => isFrom)).toEqual([false, false, false, true]);
  const [free, , , enterprise] = offerPlans().plans.map((plan) => planLines(plan).map(({ much }) => much));
  expect(free).toEqual(["1", "1,000", "Once a day", "10", "No", "10 systems"]);
  expect(enterprise).toEqual(["No limit", "No limit", "As changes come", "No limit", "Yes", "No limit"]);
});
