import { randomBytes, randomUUID } from "node:crypto";

export const newId = (): string => randomUUID();

const DASHED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BARE = /^[0-9a-f]{32}$/;

/** The id with dashes in lower case, or null: the API takes ids with and without dashes. */
export function parseId(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.toLowerCase();
  if (DASHED.test(text)) return text;
  if (!BARE.test(text)) return null;
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    "-",
  );
}

/** No dots (the official client refuses `..`), but the kinds of characters that need encoding. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz:;<=>?@[]^`{|}~";

/** Four characters, unlike any in `taken`; at least one needs URL encoding, as is usual for real ones. */
export function newPropertyId(taken: ReadonlySet<string>): string {
  for (;;) {
    const id = [...randomBytes(4)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
    if (!taken.has(id) && encodeURIComponent(id) !== id) return id;
  }
}

/** `decodeURIComponent`, or the text itself where it is no valid encoding. */
export function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A 32-bit digest of an id (FNV-1a): places rows in an order that means nothing. */
export function scatter(id: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}
