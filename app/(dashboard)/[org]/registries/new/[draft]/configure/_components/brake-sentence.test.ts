import { expect, test } from "vitest";
import { brakeSentence } from "./brake-sentence";

test("says the numbers that hold, whether they are the defaults or a person's", () => {
  expect(brakeSentence("hold", {})).toContain("more than 10 % of the rows deleted (and more than 5)");
  expect(brakeSentence("hold", {})).toContain("more than 50 % of the rows (and more than 20)");
  const own = brakeSentence("hold", { deletedShare: 0.02, deletedFloor: 0, changedShare: 0.3 });
  expect(own).toContain("more than 2 % of the rows deleted (and more than 0)");
  expect(own).toContain("more than 30 %");
  expect(brakeSentence("never", {})).not.toContain("deleted");
});
