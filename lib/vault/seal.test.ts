import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { seal, unseal } from "./seal";

const kek = randomBytes(32);
const bound = { organizationId: "o", connectionId: "c", field: "token" };

test("what is sealed opens for the same organization, connection and field, and for nothing else", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const sealed = seal(kek, text, bound);
      expect(unseal(kek, sealed, bound)).toBe(text);
      for (const other of [{ organizationId: "x" }, { connectionId: "x" }, { field: "x" }]) {
        expect(() => unseal(kek, sealed, { ...bound, ...other })).toThrow(/does not open/);
      }
      expect(() => unseal(randomBytes(32), sealed, bound)).toThrow(/sealed under key/);
    }),
    { numRuns: 50 },
  );
});

test("no flipped bit and no shortened tag opens", () => {
  const sealed = seal(kek, "ntn_secret", bound);
  const [version, id, wrapped, text] = sealed.split(".") as [string, string, string, string];
  for (const [at, part] of [wrapped, text].entries()) {
    const bytes = Buffer.from(part, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const parts =
        at === 0 ? [flipped.toString("base64url"), text] : [wrapped, flipped.toString("base64url")];
      expect(() => unseal(kek, [version, id, ...parts].join("."), bound)).toThrow(/does not open/);
    }
    for (let cut = 1; cut <= 12; cut += 1) {
      const short = bytes.subarray(0, bytes.length - cut).toString("base64url");
      const parts = at === 0 ? [short, text] : [wrapped, short];
      expect(() => unseal(kek, [version, id, ...parts].join("."), bound)).toThrow(/does not open/);
    }
  }
});

test("two sealings of one text share nothing", () => {
  const once = seal(kek, "same", bound).split(".");
  const again = seal(kek, "same", bound).split(".");
  expect(once[2]).not.toBe(again[2]);
  expect(once[3]).not.toBe(again[3]);
});
