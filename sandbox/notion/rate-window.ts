import { NotionFailure } from "./failure";

const WINDOW_MS = 60_000;

/**
 * The budget of one connection: so many requests in a fixed window of 60 seconds, spendable at any pace. A
 * window opens with the first request after the last one ended; where the real one is anchored is unknown.
 */
export class RateWindow {
  private readonly windows = new Map<string, { opened: number; spent: number }>();

  /** Counts one request; throws the 429 when the budget is spent. */
  spend(connectionId: string, now: number, perMinute: number): void {
    const window = this.windows.get(connectionId);
    if (window === undefined || now >= window.opened + WINDOW_MS) {
      this.windows.set(connectionId, { opened: now, spent: 1 });
      return;
    }
    if (window.spent >= perMinute)
      throw rateLimited(Math.max(1, Math.ceil((window.opened + WINDOW_MS - now) / 1000)));
    window.spent++;
  }

  forget(): void {
    this.windows.clear();
  }
}

/** The documented body: seconds in the header and again in `additional_data`. */
export const rateLimited = (seconds: number, reason = "public_api_request_rate_limit"): NotionFailure =>
  new NotionFailure(429, "rate_limited", "You have been rate limited. Please try again later.", {
    additionalData: { rate_limit_reason: reason, retry_after: String(seconds) },
    headers: { "retry-after": String(seconds) },
  });
