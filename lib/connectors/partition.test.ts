import { describe, expect, it } from "vitest";
import { PARTITIONS, partitionOf } from "./partition";

describe("partitionOf", () => {
  // MD5 of the empty text begins d41d, of "a" 0cc1, of "é" in UTF-8 66dd (RFC 1321; md5sum).
  it.each([
    ["", 0xd41 >> 2],
    ["a", 0x0cc >> 2],
    ["é", 0x66d >> 2],
  ])("of %j is the first ten bits of its MD5", (locator, partition) => {
    expect(partitionOf(locator)).toBe(partition);
  });

  it("deals evenly", () => {
    const counts = new Array<number>(PARTITIONS).fill(0);
    for (let n = 0; n < 50 * PARTITIONS; n += 1) {
      const partition = partitionOf(`["${n}"]`);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(20);
    expect(Math.max(...counts)).toBeLessThan(100);
  });
});
