import { describe, expect, test } from "vitest";
import { addressRanges, plainAddress } from "./address-range";

describe("ranges", () => {
  test.each<[string, string, boolean]>([
    ["203.0.113.0/24", "203.0.113.255", true],
    ["203.0.113.0/24", "203.0.114.0", false],
    ["203.0.113.7", "203.0.113.7", true],
    ["203.0.113.7", "203.0.113.8", false],
    ["203.0.113.0/24", "::ffff:203.0.113.9", true],
    ["203.0.113.0/24", "::ffff:cb00:7109", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["2001:db8::/32", "2001:DB8:0:0::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["::/0", "203.0.113.7", false],
    ["::/0", "::ffff:203.0.113.7", false],
    ["::ffff:0:0/96", "203.0.113.7", false],
    ["203.0.113.0/24", "203.0.113", false],
    ["203.0.113.0/24", "", false],
    ["fe80::/10", "fe80::1%eth0", false],
  ])("%s has %s: %s", (range, address, isIn) => {
    expect(addressRanges([range])?.has(address)).toBe(isIn);
  });

  test("none has nobody, and several have each other's", () => {
    expect(addressRanges([])?.has("203.0.113.7")).toBe(false);
    const both = addressRanges(["10.0.0.0/8", "2001:db8::/32"]);
    expect([both?.has("10.1.2.3"), both?.has("2001:db8::9"), both?.has("11.0.0.1")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test.each([
    "",
    "10.0.0.0/33",
    "2001:db8::/129",
    "10.0.0.0/-1",
    "10.0.0.0/",
    "10.0.0/8",
    "a.b",
    "1.2.3.4/8/9",
  ])("%j is none", (range) => expect(addressRanges(["10.0.0.1", range])).toBeNull());
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::FFFF:CB00:7107", "203.0.113.7"],
  ["2001:0DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["::1", "::1"],
  ["fe80::1%eth0", null],
  ["203.0.113.07", null],
  ["localhost", null],
])("%s is plainly %s", (text, plain) => expect(plainAddress(text)).toBe(plain));
