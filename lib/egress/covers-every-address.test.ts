import { expect, test } from "vitest";
import { coversEveryAddress } from "./covers-every-address";

const ALL_BUT_HALF_OF_255 =
  "0.0.0.0/1 128.0.0.0/2 192.0.0.0/3 224.0.0.0/4 240.0.0.0/5 248.0.0.0/6 252.0.0.0/7 254.0.0.0/8 255.0.0.0/9";

test.each<[string, string, boolean]>([
  ["nothing", "", false],
  ["one half of each version", "0.0.0.0/1 8000::/1", false],
  ["all but the end", ALL_BUT_HALF_OF_255, false],
  ["all but the beginning", "128.0.0.0/1 64.0.0.0/2", false],
  ["the same half twice", "0.0.0.0/1 0.0.0.0/1", false],
  ["all", "0.0.0.0/0", true],
  ["all with the end too", `${ALL_BUT_HALF_OF_255} 255.128.0.0/9`, true],
  ["halves in any order", "8000::/1 ::/1", true],
  ["halves that overlap", "0.0.0.0/1 128.0.0.0/1 10.0.0.0/8", true],
])("%s", (_what, ranges, isAll) => {
  expect(coversEveryAddress(ranges.split(" ").filter(Boolean))).toBe(isAll);
});
