import { expect, test } from "vitest";
import { percentText, scorePartWord, shareText } from "./score-part";

test.each([
  [1_204, 1_204, "100 %"],
  [0, 0, "100 %"],
  [99_999, 100_000, "99.9 %"],
  [1, 3, "33.3 %"],
  [0, 7, "0 %"],
])("%i of %i is told as %s: never as all of them, unless it is", (good, of, text) => {
  expect(percentText(good, of)).toBe(text);
});

test("a part has a name and a share; one that is new here is shown as it is", () => {
  expect(scorePartWord("drift")).toBe("Drift checked in time");
  expect(scorePartWord("other")).toBe("other");
  expect(shareText(1_200, 1_204)).toBe("1,200 of 1,204");
});
