import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameGuard } from "./frame-guard";

const frame = (code: string, body: Buffer, length = body.length + 4): Buffer => {
  const head = Buffer.alloc(5);
  head.write(code, 0, "latin1");
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, body]);
};

/** What a stream cut at `sizes` comes to: whether all of it passed. */
function passes(bytes: Buffer, sizes: readonly number[]): boolean {
  const guard = new FrameGuard();
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    if (!guard.accepts(bytes.subarray(at, at + size))) return false;
    at += size;
  }
  return true;
}

const GOOD = [
  frame("Z", Buffer.from("I")),
  frame("1", Buffer.alloc(0)),
  frame("D", Buffer.from([0, 1, 0, 0, 0, 1, 120])),
  frame("E", Buffer.from("SERROR\0C42P01\0Mgone\0\0")),
  frame("N", Buffer.from("\0")),
];
const BAD = [
  frame("E", Buffer.alloc(0)),
  frame("E", Buffer.from("SERROR\0C42P01\0Mgone\0")),
  frame("N", Buffer.from("M")),
  frame("Z", Buffer.from("I"), 3),
  frame("D", Buffer.alloc(4), 0xffffffff),
];

describe("FrameGuard", () => {
  it("decides alike however the stream is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...GOOD), { maxLength: 6 }),
        fc.option(fc.constantFrom(...BAD)),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
        (good, bad, sizes) => {
          expect(passes(Buffer.concat([...good, ...(bad ? [bad] : []), ...GOOD]), sizes)).toBe(bad === null);
        },
      ),
    );
  });

  it("stops what goes on after its answer, and counts anew with each question", () => {
    const answers = Buffer.concat(Array.from({ length: 10_000 }, () => frame("s", Buffer.alloc(0))));
    const rows = Buffer.concat(Array.from({ length: 20_000 }, () => frame("D", Buffer.from([0, 0]))));
    const guard = new FrameGuard();
    expect(guard.accepts(answers)).toBe(true);
    expect(guard.accepts(rows)).toBe(true);
    guard.asked();
    expect(guard.accepts(answers)).toBe(true);
    expect(guard.accepts(frame("s", Buffer.alloc(0)))).toBe(false);
  });
});
