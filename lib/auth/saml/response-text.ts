import { type Checked, refused } from "./refusal";

/** Identity providers send some 5 to 20 KB. */
export const MOST_RESPONSE_BYTES = 256 * 1024;

/**
 * Some 900 values of attributes. The verifier's searches grow with the square of it: half a second at this, eight seconds
 * at four times as much.
 */
const MOST_TAGS = 2_000;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DECLARATION =
  /^<\?xml version="1\.0"(?: encoding="(?:UTF-8|utf-8)")?(?: standalone="(?:yes|no)")?\s*\?>\s*/;

/**
 * The XML in a form's SAMLResponse. Whatever is more than elements, attributes and text ends here, before a parser sees
 * it: document types with their entities, comments, CDATA and processing instructions. No response needs them, and
 * parsers have differed about each of them. In XML a `<` is markup wherever it stands, so looking for it is enough.
 */
export function responseText(encoded: string): Checked<string> {
  if (encoded.length > (MOST_RESPONSE_BYTES / 3) * 4 * 1.1) return refused("malformed");
  const base64 = encoded.replace(/[\r\n]/g, "");
  if (base64 === "" || !BASE64.test(base64)) return refused("malformed");
  const text = utf8(Buffer.from(base64, "base64"));
  const xml = text?.replace(DECLARATION, "");
  if (!xml || /<[!?]/.test(xml)) return refused("malformed");
  if (xml.split("<").length > MOST_TAGS || xml.split("=").length > MOST_TAGS) return refused("malformed");
  return { ok: true, value: xml };
}

function utf8(bytes: Buffer): string | null {
  if (bytes.byteLength > MOST_RESPONSE_BYTES) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
