import "server-only";
import { guardedFetch } from "@/lib/egress/guarded-fetch";
import { AppError } from "@/lib/errors";

const ANSWER_BYTES = 512 * 1024;
const ANSWER_MS = 10_000;

let fetchGuarded: typeof globalThis.fetch | null = null;

/**
 * A JSON document from a public https address that a person gave: at most 512 KB within 10 seconds, no redirect.
 * Throws AppError `forbidden` for an address that may not be called, `upstream-unavailable` where no answer came, and
 * `invalid-input` where the answer is no JSON.
 */
export async function fetchJson(url: string): Promise<unknown> {
  fetchGuarded ??= guardedFetch({
    origins: [],
    publicHttps: true,
    allow: [],
    maxBytes: ANSWER_BYTES,
    timeoutMs: ANSWER_MS,
  });
  const response = await fetchGuarded(url, {
    headers: { accept: "application/schema+json, application/json" },
  });
  const text = await response.text();
  if (!response.ok)
    throw new AppError("upstream-unavailable", `The address answered with the status ${response.status}.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid-input", "What is at this address is no JSON.", {
      paths: [{ path: "/url", message: "No JSON is served here." }],
    });
  }
}
