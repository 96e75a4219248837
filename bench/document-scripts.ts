import { gzipSync } from "node:zlib";
import type { APIRequestContext } from "@playwright/test";

/** Bytes of JavaScript, each file compressed by gzip, that a document may ask for. */
export const MOST_SCRIPT_BYTES = 180_000;

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

/**
 * Bytes of the scripts that the document at an address asks for, each compressed by gzip. `sizes` keeps those that were
 * looked at, by address. Throws where the document or a script is not answered with success.
 */
export async function scriptBytesOf(
  request: APIRequestContext,
  address: string,
  sizes: Map<string, number>,
): Promise<number> {
  let sum = 0;
  for (const script of scriptsOf(await (await answered(request, address)).text())) {
    const known = sizes.get(script);
    const size = known ?? gzipSync(await (await answered(request, script)).body()).length;
    sizes.set(script, size);
    sum += size;
  }
  return sum;
}

async function answered(request: APIRequestContext, address: string) {
  const response = await request.get(address);
  if (!response.ok()) throw new Error(`${address} was answered with ${response.status()}`);
  return response;
}
