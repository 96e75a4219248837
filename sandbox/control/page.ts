import { readFileSync } from "node:fs";
import path from "node:path";
import type { SandboxResponse } from "../server";

const FOLDER = path.join(import.meta.dirname, "page");

const KINDS: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** The page runs its own files only and cannot be put into another page. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The file of the page behind a path, `/` being the page itself; undefined where there is none. Files are read
 * at each request: what was edited shows at the next reload.
 */
export function pageFile(pathname: string): SandboxResponse | undefined {
  const found = /^\/page\/([a-z-]+\.(css|js|svg))$/.exec(pathname === "/" ? "" : pathname);
  const [name, kind] = pathname === "/" ? ["page.html", "html"] : [found?.[1], found?.[2]];
  const type = KINDS[kind ?? ""];
  if (name === undefined || type === undefined) return undefined;
  let body: Buffer;
  try {
    body = readFileSync(path.join(FOLDER, name));
  } catch {
    return undefined;
  }
  return {
    status: 200,
    headers: {
      "content-type": type,
      "cache-control": "no-store",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
    },
    body,
  };
}
