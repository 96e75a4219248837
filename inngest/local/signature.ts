import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** The window in which a signature counts, as the SDK has it. */
const WINDOW_S = 300;

const withoutPrefix = (key: string): string => key.replace(/^signkey-[\w]+-/, "");

/**
 * The value of `x-inngest-signature` over `text`. For a request `text` is the RFC 8785 form of the body (send that very
 * text); for an answer it is the answer's text as it stands.
 */
export function sign(text: string, key: string, unixSeconds: number): string {
  const mac = createHmac("sha256", withoutPrefix(key)).update(text).update(String(unixSeconds)).digest("hex");
  return `t=${unixSeconds}&s=${mac}`;
}

/** Whether `header` is the signature of `text` and not older or newer than five minutes. */
export function signatureHolds(header: string, text: string, key: string, unixSeconds: number): boolean {
  const time = Number(new URLSearchParams(header).get("t") ?? Number.NaN);
  if (!Number.isSafeInteger(time) || Math.abs(unixSeconds - time) > WINDOW_S) return false;
  return sameText(header, sign(text, key, time));
}

/** The bearer token the SDK shows: the hex key hashed, under its own prefix. */
export function hashedSigningKey(key: string): string {
  const prefix = /^signkey-[\w]+-/.exec(key)?.[0] ?? "";
  const hash = createHash("sha256")
    .update(Buffer.from(withoutPrefix(key), "hex"))
    .digest("hex");
  return `${prefix}${hash}`;
}

/** Equality of secrets that takes the same time wherever they differ. */
export function sameText(a: string, b: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
