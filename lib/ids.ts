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
  | "ses";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new uuid whose order is its time. */
export const newUuid = (): string => v7();

export const isUuid = (text: string): boolean => UUID.test(text);

export function publicId(prefix: IdPrefix, uuid: string): string {
  let value = BigInt(`0x${uuid.replaceAll("-", "")}`);
  let text = "";
  for (let digit = 0; digit < 26; digit += 1) {
    text = ALPHABET[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return `${prefix}_${text}`;
}

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
