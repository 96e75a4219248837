import { describe, expect, test } from "vitest";
import { READ_PACES, WRITE_PACES } from "@/lib/connectors/registry";
import {
  batchesOf,
  batchRows,
  durationWords,
  readForecast,
  shareOf,
  usualForecast,
  writeForecast,
} from "./forecast";

const NOTION = { reads: 180, writes: 180 };
const GOOGLE = { reads: 60, writes: 60 };
const NO_LIMIT = { reads: null, writes: null };

describe("reading", () => {
  test.each([
    ["notion", 0, NOTION, "0 rows take 2 calls, at 180 a minute: 1 s."],
    ["notion", 1_204, NOTION, "1,204 rows take 14 calls, at 180 a minute: 5 s."],
    ["notion", 20_000, NOTION, "20,000 rows take 201 calls, at 180 a minute: 1.1 min."],
    ["google-sheets", 1, GOOGLE, "1 row takes 2 calls, at 60 a minute: 2 s."],
    ["google-sheets", 20_001, GOOGLE, "20,001 rows take 4 calls, at 60 a minute: 4 s."],
    ["postgres", 20_000, NO_LIMIT, "20,000 rows take 6 calls, which the system does not limit."],
  ] as const)("all of %s with %i rows", (kind, rows, allowed, message) => {
    expect(readForecast(rows, READ_PACES[kind], allowed).message).toBe(message);
  });

  test.each([
    ["notion", 299, "299 rows take 4 calls, at 180 a minute: 2 s."],
    ["notion", 5_000, "What changed of 5,000 rows takes 4 calls, at 180 a minute: 2 s."],
    ["google-sheets", 5_000, "5,000 rows take 2 calls, at 180 a minute: 1 s."],
  ] as const)("in a usual run of %s with %i rows", (kind, rows, message) => {
    expect(usualForecast(rows, READ_PACES[kind], NOTION).message).toBe(message);
  });
});

describe("writing", () => {
  const forecast = (kind: "notion" | "google-sheets" | "postgres", writes: number, allowed = NOTION) =>
    writeForecast(batchesOf(writes, batchRows([WRITE_PACES[kind]])), WRITE_PACES[kind], allowed);

  test("a page is a call, so a thousand take minutes", () => {
    expect(forecast("notion", 1_000)).toEqual({
      ...{ writes: 1_000, calls: 1_010, perMinute: 180, seconds: 337 },
      message: "1,000 writes take 1,010 calls, at 180 a minute: 5.6 min.",
    });
  });

  test("rows of a sheet go by the thousand, and nothing costs nothing", () => {
    expect(forecast("google-sheets", 2_500, GOOGLE)).toMatchObject({ calls: 6, seconds: 6 });
    expect(forecast("google-sheets", 0, GOOGLE)).toMatchObject({
      calls: 0,
      seconds: 0,
      message: "Nothing to write.",
    });
    expect(forecast("postgres", 1, { reads: 60, writes: 60 }).message).toMatch(/^1 write takes 6 calls/);
  });
});

test.each([
  [1, "1 s"],
  [59, "59 s"],
  [60, "1 min"],
  [337, "5.6 min"],
  [2_000, "33 min"],
  [9_000, "2.5 h"],
  [40_000, "11 h"],
])("%i seconds are %s", (seconds, words) => expect(durationWords(seconds)).toBe(words));

test("a share is of what is allowed between two runs; without a limit or a schedule there is none", () => {
  expect(shareOf(90, 180, 5)).toBe(0.1);
  expect(shareOf(90, 180, 0)).toBe(0.5);
  expect(shareOf(400, 180, 1)).toBe(1);
  expect(shareOf(90, null, 5)).toBeNull();
  expect(shareOf(90, 180, null)).toBeNull();
});
