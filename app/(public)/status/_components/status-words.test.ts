import { expect, test } from "vitest";
import { availableWord } from "./status-words";

test.each([
  [null, "no data"],
  [1, "100 %"],
  [0.99999, "99.99 %"],
  [0.995, "99.5 %"],
  [0, "0 %"],
])("%s is told as %s", (available, word) => expect(availableWord(available)).toBe(word));
