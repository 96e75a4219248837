import type { Json } from "./json";
import { textAt } from "./json";

/** https://developers.notion.com/reference/request-limits: 2000 in one piece, 100 pieces in one property. */
const PIECE = 2_000;
const PIECES = 100;
/** A request may have 500 KB; one cell must leave room for its envelope. */
export const CELL_BYTES = 480_000;

export type TextRefusal = { readonly reason: string; readonly message: string };

/** What no text property takes. Lone surrogates are no Unicode, and NUL is not kept. */
export function textRefusal(text: string): TextRefusal | null {
  if (/\p{Surrogate}/u.test(text))
    return { reason: "not-unicode", message: "The text is not valid Unicode." };
  if (text.includes("\0")) return { reason: "not-text", message: "The text holds a NUL character." };
  return null;
}

/** The text of rich text items, formatting left out; null if an item shows none. */
export function plainText(items: readonly Json[]): string | null {
  let plain = "";
  for (const item of items) {
    const text = textAt(item, "plain_text");
    if (text === null) return null;
    plain += text;
  }
  return plain;
}

/** Rich text pieces for a text, cut so that no surrogate pair is parted; null if it does not fit. */
export function richText(text: string): { type: "text"; text: { content: string } }[] | null {
  const pieces: { type: "text"; text: { content: string } }[] = [];
  let at = 0;
  while (at < text.length) {
    let end = Math.min(at + PIECE, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    pieces.push({ type: "text", text: { content: text.slice(at, end) } });
    at = end;
  }
  const fits = pieces.length <= PIECES && Buffer.byteLength(JSON.stringify(pieces)) <= CELL_BYTES;
  return fits ? pieces : null;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
