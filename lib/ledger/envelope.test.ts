import { createHmac, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commitmentOf } from "./envelope";
import { payloadText } from "./payload-text";

test("a payload's text is the reference's, for any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 2 }), (payload) => {
      expect(payloadText(payload)).toBe(canonicalize(payload));
    }),
    { numRuns: 50 },
  );
  const payload = { "10": 1, "9": [undefined, new Date(0)], é: { b: "\u2028", a: undefined }, a: -0 };
  expect(payloadText(payload)).toBe(canonicalize(payload));
});

test.each([["\ud800"], [{ "\udc00": 1 }], [[Number.NaN]], [{ a: Number.POSITIVE_INFINITY }]])(
  "a payload without a text is refused: %j",
  (payload) => {
    expect(() => canonicalize(payload)).toThrow();
    expect(() => payloadText(payload)).toThrow("not allowed");
  },
);

test.each(["", "null", '{"City":"Plzeň 🏙"}', "x".repeat(5_000)])(
  "a commitment is HMAC-SHA256 under the salt",
  (payload) => {
    const salt = randomBytes(32);
    expect(commitmentOf(salt, payload)).toBe(createHmac("sha256", salt).update(payload).digest("hex"));
  },
);
