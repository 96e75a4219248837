const SCRIPT = /<script\b[^>]*\bsrc="([^"]+)"[^>]*>/g;
const PRELOAD =
  /<link\b(?=[^>]*\brel="(?:module)?preload")(?=[^>]*\b(?:as="script"|rel="modulepreload"))[^>]*\bhref="([^"]+)"[^>]*>/g;

/** Addresses of the scripts that a browser of today loads for a document, each once: its own and those it is told to fetch ahead. */
export function scriptsOf(html: string): readonly string[] {
  const found = [...html.matchAll(SCRIPT)].filter(([tag]) => !/\bnomodule\b/i.test(tag));
  const addresses = [...found, ...html.matchAll(PRELOAD)].map(([, address]) => unescaped(address ?? ""));
  return [...new Set(addresses)];
}

const unescaped = (address: string): string => address.replaceAll("&amp;", "&");
