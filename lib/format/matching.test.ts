import { expect, test } from "vitest";
import { duration, estimateSentence, pairReason } from "./matching";

const notion = {
  writes: 7,
  batches: 1,
  callsPerBatch: 1,
  rowsPerCall: 1,
  calls: 8,
  callsPerMinute: 180,
  seconds: 3,
};

test("an estimate shows what it is made of", () => {
  expect(estimateSentence(notion)).toBe(
    "7 writes take 8 calls (one for each row, 1 besides): about 3 s at 180 calls a minute.",
  );
  const table = {
    ...notion,
    callsPerBatch: 0,
    rowsPerCall: 5000,
    calls: 1,
    callsPerMinute: null,
    seconds: null,
  };
  expect(estimateSentence(table)).toBe(
    "7 writes take 1 call (up to 5,000 rows in each). This system names no limit.",
  );
  expect(estimateSentence({ ...notion, writes: 1, calls: 6 })).toContain("1 write takes 6 calls (");
  expect(estimateSentence({ ...notion, writes: 0, calls: 0, batches: 0 })).toBe("Nothing to write.");
});

test("times in the unit that fits", () => {
  expect([40, 720, 10_800].map(duration)).toEqual(["40 s", "12 min", "3 h"]);
});

test("why a value stands: our words, else the rule's", () => {
  expect(pairReason("only value")).toBe("the only side with a value");
  expect(pairReason("last-write-wins")).toBe("the last write wins");
});
