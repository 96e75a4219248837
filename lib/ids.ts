import { v7 } from "uuid";

/** Public ids are a prefix and the uuid in Crockford's base32: short, sortable by time, safe in URLs. */
export type IdPrefix =
  | "org"
  | "con"
  | "reg"
  | "sid"
  | "run"
  | "row"
  | "cnf"
  | "iss"
  | "key"
  | "per"
  | "ops"
  | "sch"
  | "inv"
  | "ses"
  | "idn"
  | "idp"
  | "drf"
  | "chn"
  | "dlv";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new uuid whose order is its time. */
export const newUuid = (): string => v7();

/** The least of the uuids that are made at an instant: what bounds a range of them by time. */
export function firstUuidAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

export const isUuid = (text: string): boolean => UUID.test(text);

export function publicId(prefix: IdPrefix, uuid: string): string {
  const digits = BigInt(`0x${uuid.replaceAll("-", "")}`).toString(32);
  let text = `${prefix}_`.padEnd(prefix.length + 27 - digits.length, "0");
  for (const digit of digits) text += DIGITS[digit];
  return text;
}

const PUBLIC_ID = new RegExp(`^[a-z]{3}_[${ALPHABET}]{26}$`);

/** Whether a text has the form of an id of ours, public or not. */
export const isId = (text: string): boolean => PUBLIC_ID.test(text) || isUuid(text);

/** Crockford's digit for each of JavaScript's. */
const DIGITS: Readonly<Record<string, string | undefined>> = Object.fromEntries(
  [...ALPHABET].map((digit, at) => [at.toString(32), digit]),
);

/** The uuid behind a public id of that prefix, or null for anything else: what an action is sent need not be a text. */
export function uuidOf(prefix: IdPrefix, id: string): string | null {
  if (typeof id !== "string" || id.length !== prefix.length + 27 || !id.startsWith(`${prefix}_`)) return null;
  let value = 0n;
  for (const digit of id.slice(prefix.length + 1)) {
    const at = ALPHABET.indexOf(digit);
    if (at < 0) return null;
    value = (value << 5n) | BigInt(at);
  }
  if (value >> 128n) return null;
  const hex = value.toString(16).padStart(32, "0");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
