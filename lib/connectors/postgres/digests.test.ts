import { describe, expect, it } from "vitest";
import { PARTITIONS, partitionOf } from "../partition";
import { Digests } from "./digests";

const HASH = "0123456789abcdef0123456789abcdef";
const OTHER = "ffffffffffffffff0000000000000001";

describe("digests", () => {
  it("do not depend on the order, and tell hashes, counts and partitions apart", () => {
    const [one, two] = [new Digests(), new Digests()];
    for (const locator of ["a", "b", "c"]) one.add(locator, locator === "b" ? OTHER : HASH);
    for (const locator of ["c", "b", "a"]) two.add(locator, locator === "b" ? OTHER : HASH);
    expect(one.differing(two)).toEqual([]);
    two.add("d", HASH);
    expect(one.differing(two)).toEqual([partitionOf("d")]);
    // Two hashes whose sum is nothing still count.
    const three = new Digests();
    three.put(7, 2, 0n, 0n);
    expect(three.differing(new Digests())).toEqual([7]);
  });

  it("add up as the server's sums do, which are signed and do not wrap", () => {
    const [ours, theirs] = [new Digests(), new Digests()];
    for (let n = 0; n < 3; n += 1) ours.add("a", OTHER);
    theirs.put(partitionOf("a"), 3, -3n, 3n);
    expect(ours.differing(theirs)).toEqual([]);
  });

  it("come back from their text, which is short enough for a mark", () => {
    const digests = new Digests();
    for (let at = 0; at < PARTITIONS; at += 1) digests.put(at, at + 1, BigInt(at) << 50n, 2n ** 64n - 1n);
    const text = digests.toString();
    expect(text.length).toBeLessThan(32 * 1024);
    expect(Digests.parse(text)?.differing(digests)).toEqual([]);
    digests.clear(5);
    expect(Digests.parse(text)?.differing(digests)).toEqual([5]);
    expect(Digests.parse(new Digests().toString())?.differing(new Digests())).toEqual([]);
  });

  it.each(["A", "AAAA", "%%%%", `${"A".repeat(88)}=`, "A".repeat(176)])("are not read from %j", (text) => {
    expect(Digests.parse(text)).toBeNull();
  });
});
