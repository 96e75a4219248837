import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const PREFIX = "chs_live_";
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_CHARACTERS = 30;
const CHECK_CHARACTERS = 6;

const FORM = /^(chs_live_[0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** What keys looked like before they carried a checksum; those that are stored go on working. */
const FORM_WITHOUT_CHECKSUM = /^chs_live_[A-Za-z0-9_-]{43}$/;

/**
 * `chs_live_`, 30 characters of base62 by chance (178 bits), and the CRC-32 of all that in 6 more: whoever finds one
 * in a repository or a log can tell offline that it is a key of ours, and a mistyped one is known without a look-up.
 */
export function newKeyText(): string {
  const random = Array.from({ length: RANDOM_CHARACTERS }, () => BASE62[randomInt(BASE62.length)]).join("");
  return `${PREFIX}${random}${checksumOf(`${PREFIX}${random}`)}`;
}

/** Whether a text can be a key at all. The checksum is no secret: it finds slips, not forgeries. */
export function isKeyText(text: string): boolean {
  const [, body, checksum] = FORM.exec(text) ?? [];
  if (body !== undefined) return checksumOf(body) === checksum;
  return FORM_WITHOUT_CHECKSUM.test(text);
}

/** CRC-32 in base62, most significant digit first, zeros in front. */
function checksumOf(body: string): string {
  let rest = crc32(body);
  let digits = "";
  for (let at = 0; at < CHECK_CHARACTERS; at += 1) {
    digits = BASE62[rest % BASE62.length] + digits;
    rest = Math.floor(rest / BASE62.length);
  }
  return digits;
}
