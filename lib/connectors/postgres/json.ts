import canonicalize from "canonicalize";
import { canonicalDecimal } from "./decimal";

/** Strings (skipped) or numbers of a JSON text, in order. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * RFC 8785 text, or null for what has none: no JSON, or a number that a double cannot hold exactly (jsonb
 * keeps all digits; parsing would lose them without a word).
 */
export function canonicalJson(text: string): string | null {
  for (const [token] of text.matchAll(TOKENS)) {
    if (token.startsWith('"') || token.length <= 15) continue;
    const number = Number(token);
    if (!Number.isFinite(number) || canonicalDecimal(token) !== canonicalDecimal(String(number))) return null;
  }
  try {
    return canonicalize(JSON.parse(text)) ?? null;
  } catch {
    return null;
  }
}

/** jsonb holds neither U+0000 nor half a surrogate pair; canonical text escapes both. */
export const fitsJsonb = (canonical: string): boolean =>
  !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(canonical);
