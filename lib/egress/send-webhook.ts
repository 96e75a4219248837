import "server-only";
import { env } from "@/lib/env";
import { guardedFetch } from "./guarded-fetch";

/** As Standard Webhooks asks of a sender: no answer counts that comes later. */
const PATIENCE_MS = 10_000;
const MOST_BYTES = 256 * 1024;

/**
 * Posts JSON to an address that a customer named, and answers the status; the answer's body counts for nothing. Throws AppError
 * `forbidden` for an address that may not be called, `upstream-unavailable` where no answer came in ten seconds, or one
 * that leads elsewhere.
 */
export async function sendWebhook(
  url: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  patienceMs = PATIENCE_MS,
): Promise<number> {
  const { APP_URL, EGRESS_ALLOW, SLACK_HOOKS_URL } = env();
  const send = guardedFetch({
    origins: SLACK_HOOKS_URL === undefined ? [] : [SLACK_HOOKS_URL],
    publicHttps: true,
    allow: EGRESS_ALLOW,
    httpToAllowed: new URL(APP_URL).protocol === "http:",
    maxBytes: MOST_BYTES,
    timeoutMs: patienceMs,
  });
  const response = await send(url, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "ChittySync", ...headers },
    body,
  });
  // Read to its end, or to its bounds, rather than cancelled: Node's streams throw what nobody catches where it goes on.
  await response.arrayBuffer().catch(() => null);
  return response.status;
}
