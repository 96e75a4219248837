import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { isKeyText, newKeyText } from "./api-key-form";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The checksum read as a number, the long way. */
const numberOf = (digits: string): number =>
  [...digits].reduce((sum, digit) => sum * 62 + BASE62.indexOf(digit), 0);

test("a new key is 30 characters by chance and the CRC-32 of what stands before", () => {
  for (let made = 0; made < 200; made += 1) {
    const text = newKeyText();
    expect(text).toMatch(/^chs_live_[0-9A-Za-z]{36}$/);
    expect(numberOf(text.slice(-6))).toBe(crc32(text.slice(0, -6)));
    expect(isKeyText(text)).toBe(true);
  }
});

test("keys differ, and use the whole alphabet", () => {
  const keys = Array.from({ length: 300 }, newKeyText);
  expect(new Set(keys).size).toBe(300);
  expect(new Set(keys.flatMap((key) => [...key.slice(9, 39)])).size).toBe(62);
});

test("a small checksum has zeros in front", () => {
  const body = bodyWithSmallChecksum();
  const digits = [5, 4, 3, 2, 1, 0].map((power) => BASE62[Math.floor(crc32(body) / 62 ** power) % 62]);
  expect(digits[0]).toBe("0");
  expect(isKeyText(`${body}${digits.join("")}`)).toBe(true);
  expect(isKeyText(`${body}${digits.slice(1).join("")}`)).toBe(false);
});

function bodyWithSmallChecksum(): string {
  for (let at = 0; ; at += 1) {
    const body = `chs_live_${String(at).padStart(30, "0")}`;
    if (crc32(body) < 62 ** 5) return body;
  }
}

test("no changed character passes", () => {
  const text = newKeyText();
  for (let at = 9; at < text.length; at += 1) {
    for (const other of BASE62) {
      if (other === text[at]) continue;
      expect(isKeyText(text.slice(0, at) + other + text.slice(at + 1))).toBe(false);
    }
  }
});

test("keys from before the checksum are keys still; other texts are none", () => {
  expect(isKeyText(`chs_live_${"k".repeat(43)}`)).toBe(true);
  const text = newKeyText();
  for (const other of ["", "chs_live_", `${text} `, ` ${text}`, `${text}\n`, text.slice(1), `${text}x`])
    expect(isKeyText(other), JSON.stringify(other)).toBe(false);
});
