import { createHash, randomBytes } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID: 48 bits of time (Unix ms), then 80 bits of `entropy` (10 bytes). */
export function ulidOf(timeMs: number, entropy: Uint8Array): string {
  let number = BigInt(timeMs) & ((1n << 48n) - 1n);
  for (const byte of entropy.subarray(0, 10)) number = (number << 8n) | BigInt(byte);
  let text = "";
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += CROCKFORD[Number((number >> shift) & 31n)];
  return text;
}

export const newUlid = (): string => ulidOf(Date.now(), randomBytes(10));

/** W3C trace ids: 16 bytes for a run, 8 for each call, in lower-case hex. */
export const newTraceId = (): string => randomBytes(16).toString("hex");

export const traceparent = (traceId: string): string => `00-${traceId}-${randomBytes(8).toString("hex")}-01`;

/** A stable UUID for a name; the protocol shows functions and apps by UUID. */
export function uuidOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A short, bounded database key for any text. */
export const digest = (text: string): string =>
  createHash("sha256").update(text).digest("base64url").slice(0, 32);

interface EventSeed {
  readonly timeMs: number;
  readonly entropy: Buffer;
}

/** Reads `x-inngest-event-id-seed` (`<Unix ms>,<10 bytes in base64>`): a repeated send makes the same ids. */
export function parseEventSeed(header: string | undefined): EventSeed | null {
  const [time, entropy] = header?.split(",") ?? [];
  if (!time || !entropy || !/^\d{1,14}$/.test(time)) return null;
  const bytes = Buffer.from(entropy, "base64");
  return bytes.length === 10 ? { timeMs: Number(time), entropy: bytes } : null;
}

export function seededUlid(seed: EventSeed, position: number): string {
  const entropy = createHash("sha256").update(seed.entropy).update(String(position)).digest();
  return ulidOf(seed.timeMs, entropy);
}
