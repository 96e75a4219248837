import canonicalize from "canonicalize";

/** JSON text in the form of RFC 8785; null if the text is no JSON. */
export function canonicalJson(text: string): string | null {
  try {
    return canonicalize(JSON.parse(text)) ?? null;
  } catch {
    return null;
  }
}
