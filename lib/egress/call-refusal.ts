import type { Bucket, Refusal } from "./rate-budget";

/** An answer by which a provider refuses calls, with the buckets that the call took from. */
export interface Refusing {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface Stall extends Refusal {
  readonly bucket: Bucket;
}

/** Beyond this nobody waits because of what a header says. */
const LONGEST_MS = 3_600_000;

/** Statuses that may ask us to call later; their bodies are read. */
export const mayRefuse = (status: number): boolean => [403, 429, 503, 529].includes(status);

/** Which bucket an answer says has no more calls, and for how long; null where it says nothing of that. */
export function stallIn(answer: Refusing, buckets: readonly Bucket[], now: number): Stall | null {
  const [own, outer] = buckets;
  if (!own) return null;
  const body = jsonIn(answer.body);
  const error = objectIn(body, "error");
  const more = objectIn(body, "additional_data");
  const retryAfterMs = waitIn([answer.headers.get("retry-after"), more.retry_after], now);
  switch (answer.status) {
    case 429: {
      const reason = String(more.rate_limit_reason ?? "");
      // It helps nothing to wait: the connection says so, and does not call any more.
      if (reason === "public_api_request_blocked") return null;
      const isOuter = /_space_/.test(reason) || /PerProject$/.test(quotaIn(error));
      // How much one of Notion's addresses takes says nothing of how much all of them do.
      const isPace = !/_endpoint_/.test(reason);
      return { bucket: (isOuter && outer) || own, retryAfterMs, isPace };
    }
    case 529:
      return { bucket: own, retryAfterMs, isPace: false };
    case 503:
      return retryAfterMs === null ? null : { bucket: own, retryAfterMs, isPace: false };
    case 403: {
      const reasons = reasonsIn(error);
      if (reasons.includes("userRateLimitExceeded")) return { bucket: own, retryAfterMs, isPace: true };
      const isFull = reasons.some(
        (reason) => reason === "rateLimitExceeded" || reason === "RATE_LIMIT_EXCEEDED",
      );
      return isFull ? { bucket: outer ?? own, retryAfterMs, isPace: true } : null;
    }
    default:
      return null;
  }
}

/** Seconds, or a date. */
function waitIn(texts: readonly unknown[], now: number): number | null {
  for (const text of texts) {
    if (typeof text !== "string" || text.trim() === "") continue;
    const seconds = Number(text);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now;
    if (Number.isFinite(ms)) return Math.min(Math.max(ms, 1000), LONGEST_MS);
  }
  return null;
}

type Json = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};

const objectIn = (json: Json, name: string): Json => objectOf(json[name]);

const listIn = (json: Json, name: string): Json[] => {
  const list = json[name];
  return Array.isArray(list) ? list.map(objectOf) : [];
};

/** Google's name of the limit that was reached. */
const quotaIn = (error: Json): string =>
  listIn(error, "details")
    .map((detail) => String(objectIn(detail, "metadata").quota_limit ?? ""))
    .find((limit) => limit !== "") ?? "";

const reasonsIn = (error: Json): string[] =>
  [...listIn(error, "errors"), ...listIn(error, "details")].map(({ reason }) => String(reason));

function jsonIn(text: string): Json {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}
