import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decrypt, encrypt } from "./aes-gcm";
import { unopenable } from "./key-fault";
import type { KeyProvider } from "./key-provider";
import { localKey } from "./local-key";
import { type FindKey, rewrap, seal, unseal } from "./seal";

const bytes = randomBytes(32);
const key = localKey(bytes);
const bound = { organizationId: "o", connectionId: "c", field: "token" };

/** A keyring of these keys. */
const holding =
  (...keys: readonly KeyProvider[]): FindKey =>
  async (keyId) => {
    const found = keys.find((each) => each.keyId === keyId);
    if (!found) throw unopenable(`it was sealed under key ${keyId}`);
    return found;
  };

const find = holding(key);

test("what is sealed opens for the same organization, connection and field, and for nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      const sealed = await seal(key, text, bound);
      expect(await unseal(find, sealed, bound)).toBe(text);
      for (const other of [{ organizationId: "x" }, { connectionId: "x" }, { field: "x" }])
        await expect(unseal(find, sealed, { ...bound, ...other })).rejects.toThrow(/does not open/);
      await expect(unseal(holding(localKey(randomBytes(32))), sealed, bound)).rejects.toThrow(
        /sealed under key/,
      );
    }),
    { numRuns: 50 },
  );
});

test("no flipped bit and no shortened tag opens", async () => {
  const sealed = await seal(key, "ntn_secret", bound);
  const [version, id, wrapped, text] = sealed.split(".") as [string, string, string, string];
  for (const [at, part] of [wrapped, text].entries()) {
    const whole = Buffer.from(part, "base64url");
    const opened = (changed: Buffer) => {
      const parts =
        at === 0 ? [changed.toString("base64url"), text] : [wrapped, changed.toString("base64url")];
      return unseal(find, [version, id, ...parts].join("."), bound);
    };
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(opened(flipped)).rejects.toThrow(/does not open/);
    }
    for (let cut = 1; cut <= 12; cut += 1)
      await expect(opened(whole.subarray(0, whole.length - cut))).rejects.toThrow(/does not open/);
  }
});

test("two sealings of one text share nothing", async () => {
  const once = (await seal(key, "same", bound)).split(".");
  const again = (await seal(key, "same", bound)).split(".");
  expect(once[2]).not.toBe(again[2]);
  expect(once[3]).not.toBe(again[3]);
});

/** The form that was stored until 2026-11-29: data key and text bound to the vault's key and the field. */
function sealedBefore(text: string): string {
  const aad = (part: string) =>
    Buffer.from(JSON.stringify(["chittysync", "v1", part, key.keyId, "o", "c", "token"]));
  const dataKey = randomBytes(32);
  const parts = [encrypt(bytes, dataKey, aad("key")), encrypt(dataKey, Buffer.from(text), aad("text"))];
  return ["v1", key.keyId, ...parts.map((part) => part.toString("base64url"))].join(".");
}

test("what was sealed in the older form opens, for its field only", async () => {
  const sealed = sealedBefore("ntn_old");
  expect(await unseal(find, sealed, bound)).toBe("ntn_old");
  await expect(unseal(find, sealed, { ...bound, field: "x" })).rejects.toThrow(/does not open/);
  await expect(unseal(find, sealed.replace("v1.", "v2."), bound)).rejects.toThrow(/does not open/);
});

test("another key takes a value over without its text being opened, or in the newer form", async () => {
  const next = localKey(randomBytes(32));
  const sealed = await seal(key, "ntn_secret", bound);
  const moved = await rewrap(find, next, sealed, bound);
  expect(moved.split(".")[3]).toBe(sealed.split(".")[3]);
  expect(moved.split(".")[1]).toBe(next.keyId);
  expect(await unseal(holding(next), moved, bound)).toBe("ntn_secret");
  await expect(rewrap(find, next, sealed, { ...bound, organizationId: "x" })).rejects.toThrow(
    /does not open/,
  );
  const renewed = await rewrap(find, next, sealedBefore("ntn_old"), bound);
  expect(renewed).toMatch(/^v2\./);
  expect(await unseal(holding(next), renewed, bound)).toBe("ntn_old");
});

test("a tag of 4 to 15 bytes is no tag", () => {
  const aad = Buffer.from("a");
  const sealed = encrypt(bytes, Buffer.from("text"), aad);
  expect(decrypt(bytes, sealed, aad).toString()).toBe("text");
  for (let cut = 1; cut <= 12; cut += 1)
    expect(() => decrypt(bytes, sealed.subarray(0, sealed.length - cut), aad)).toThrow();
});
