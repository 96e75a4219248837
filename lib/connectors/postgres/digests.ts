import { PARTITIONS, partitionOf } from "../partition";

/** Bytes of one partition in the text: its number, its count, and the two halves of its sum. */
const ENTRY = 2 + 4 + 8 + 8;

/**
 * For each partition of locators how many records were seen and the sum of their 128-bit hashes, in two halves of 64
 * bits: whatever the order, equal records give equal digests. Text of at most 31 KB.
 */
export class Digests {
  private readonly counts = new Uint32Array(PARTITIONS);
  private readonly highs = new BigUint64Array(PARTITIONS);
  private readonly lows = new BigUint64Array(PARTITIONS);

  /** Null for what is no text of `toString`. */
  static parse(text: string): Digests | null {
    const bytes = Buffer.from(text, "base64");
    if (bytes.length % ENTRY !== 0 || bytes.toString("base64") !== text) return null;
    const digests = new Digests();
    let before = -1;
    for (let at = 0; at < bytes.length; at += ENTRY) {
      const partition = bytes.readUInt16BE(at);
      if (partition <= before || partition >= PARTITIONS) return null;
      before = partition;
      digests.counts[partition] = bytes.readUInt32BE(at + 2);
      digests.highs[partition] = bytes.readBigUInt64BE(at + 6);
      digests.lows[partition] = bytes.readBigUInt64BE(at + 14);
    }
    return digests;
  }

  toString(): string {
    const entries: Buffer[] = [];
    for (const [partition, count] of this.counts.entries()) {
      if (count === 0) continue;
      const entry = Buffer.alloc(ENTRY);
      entry.writeUInt16BE(partition, 0);
      entry.writeUInt32BE(count, 2);
      entry.writeBigUInt64BE(this.highs[partition] ?? 0n, 6);
      entry.writeBigUInt64BE(this.lows[partition] ?? 0n, 14);
      entries.push(entry);
    }
    return Buffer.concat(entries).toString("base64");
  }

  /** Adds one record: its hash is 32 hexadecimal digits. Returns its partition. */
  add(locator: string, hash: string): number {
    const partition = partitionOf(locator);
    this.put(partition, 1, BigInt(`0x${hash.slice(0, 16)}`), BigInt(`0x${hash.slice(16)}`));
    return partition;
  }

  /** Adds records of a partition by their count and the sums of the halves; arrays of 64 bits wrap by themselves. */
  put(partition: number, count: number, high: bigint, low: bigint): void {
    this.counts[partition] = (this.counts[partition] ?? 0) + count;
    this.highs[partition] = (this.highs[partition] ?? 0n) + high;
    this.lows[partition] = (this.lows[partition] ?? 0n) + low;
  }

  clear(partition: number): void {
    this.counts[partition] = 0;
    this.highs[partition] = 0n;
    this.lows[partition] = 0n;
  }

  count(partition: number): number {
    return this.counts[partition] ?? 0;
  }

  differing(other: Digests): readonly number[] {
    const differs = (at: number) =>
      this.counts[at] !== other.counts[at] ||
      this.highs[at] !== other.highs[at] ||
      this.lows[at] !== other.lows[at];
    return Array.from({ length: PARTITIONS }, (_, at) => at).filter(differs);
  }
}
