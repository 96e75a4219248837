/** Only for parsing: a path that leads anywhere else than here is not ours. */
const NOWHERE = "https://own.invalid";

/**
 * A path within our own pages that a person may be led back to, or `fallback`. Browsers read `//host`, `/\host` and tabs
 * or line breaks between as another site, so what they would make of it is asked of the same parser.
 */
export function returnPath(asked: string | null, fallback: string): string {
  if (asked === null || !asked.startsWith("/") || asked.length > 500 || !isPlain(asked)) return fallback;
  const url = URL.parse(asked, NOWHERE);
  if (url === null || url.origin !== NOWHERE || url.pathname.startsWith("//")) return fallback;
  return url.pathname.startsWith("/api/") ? fallback : `${url.pathname}${url.search}`;
}

const isPlain = (text: string): boolean => /^[\x21-\x7e]+$/.test(text) && !text.includes("\\");
