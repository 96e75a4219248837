import { expect, it } from "vitest";
import { newUlid, parseEventSeed, seededUlid, traceparent, ulidOf, uuidOf } from "./ids";

it("a ULID is 26 characters, time first", () => {
  expect(ulidOf(0, new Uint8Array(10))).toBe("00000000000000000000000000");
  expect(ulidOf(1469918176385, new Uint8Array(10)).slice(0, 10)).toBe("01ARYZ6S41");
  expect(ulidOf(2 ** 48 - 1, new Uint8Array(10).fill(255))).toBe("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  expect(new Set(Array.from({ length: 1000 }, newUlid)).size).toBe(1000);
});

it("a seed makes the same ids each time, one per position", () => {
  const header = `1469918176385,${Buffer.alloc(10, 9).toString("base64")}`;
  const ids = () => {
    const seed = parseEventSeed(header);
    return seed ? [seededUlid(seed, 0), seededUlid(seed, 1)] : [];
  };
  expect(ids()).toEqual(ids());
  expect(new Set(ids()).size).toBe(2);
  expect(ids()[0]?.slice(0, 10)).toBe("01ARYZ6S41");
});

it.each([undefined, "", "1", "x,AAAA", `1,${Buffer.alloc(9).toString("base64")}`])(
  "ignores the seed %j",
  (header) => expect(parseEventSeed(header)).toBeNull(),
);

it("ids of traces and names have their usual form", () => {
  expect(traceparent("0".repeat(32))).toMatch(/^00-0{32}-[0-9a-f]{16}-01$/);
  expect(uuidOf("a")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidOf("a")).toBe(uuidOf("a"));
});
