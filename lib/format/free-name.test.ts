import { expect, test } from "vitest";
import { freeName, shortName } from "./free-name";

const LONG = "Answer".repeat(20);

test("a name is as long as names may be, and has a number where it is taken", () => {
  expect(freeName("City", new Set())).toBe("City");
  expect(freeName(" City ", new Set(["City", "City 2"]))).toBe("City 3");
  expect(freeName("", new Set(["Field"]))).toBe("Field 2");
  const first = freeName(LONG, new Set());
  expect(first).toBe(LONG.slice(0, 100));
  const second = freeName(LONG, new Set([first]));
  expect(second).toHaveLength(100);
  expect(second).toMatch(/ 2$/);
  expect(freeName(LONG, new Set([first, second]))).toMatch(/ 3$/);
  expect(shortName(`${"x".repeat(99)} y`)).toBe("x".repeat(99));
});
