import { NotionFailure } from "./failure";
import type { World } from "./world";

const MINUTE_MS = 60_000;

/** A budget: so many requests in a fixed window, spendable at any pace. */
interface Budget {
  readonly key: string;
  readonly requests: number;
  readonly windowMs: number;
  readonly reason: string;
}

/**
 * What is left of all budgets. A window opens with the first request after the last one ended; where the real
 * one is anchored is unknown. A request that one budget refuses costs none of the others anything.
 */
export class RateWindow {
  private readonly windows = new Map<string, { opened: number; spent: number }>();

  /** Counts one request of a connection at an endpoint; throws the 429 of the first budget that is spent. */
  spend(world: World, connectionId: string, endpoint: string): void {
    const now = world.clock.now();
    const budgets = budgetsOf(world, connectionId, endpoint);
    for (const { key, requests, windowMs, reason } of budgets) {
      const window = this.windows.get(key);
      if (window === undefined || now >= window.opened + windowMs) this.windows.delete(key);
      else if (window.spent >= requests)
        throw rateLimited(Math.max(1, Math.ceil((window.opened + windowMs - now) / 1000)), reason);
    }
    for (const { key } of budgets) {
      const window = this.windows.get(key) ?? { opened: now, spent: 0 };
      this.windows.set(key, { ...window, spent: window.spent + 1 });
    }
  }

  forget(): void {
    this.windows.clear();
  }
}

function budgetsOf(world: World, connectionId: string, endpoint: string): Budget[] {
  const { perMinute, workspaceBudget, workspaceWindowMs, endpointBudget } = world.settings();
  const own = {
    key: connectionId,
    requests: perMinute,
    windowMs: MINUTE_MS,
    reason: "public_api_request_rate_limit",
  };
  const shared = { key: "", windowMs: workspaceWindowMs, reason: "public_api_space_request_rate_limit" };
  const narrow = {
    key: `${connectionId} ${endpoint}`,
    windowMs: MINUTE_MS,
    reason: "public_api_endpoint_rate_limit",
  };
  return [
    own,
    ...(workspaceBudget === null ? [] : [{ ...shared, requests: workspaceBudget }]),
    ...(endpointBudget === null ? [] : [{ ...narrow, requests: endpointBudget }]),
  ];
}

/** The documented body: seconds in the header and again in `additional_data`. */
export const rateLimited = (seconds: number, reason = "public_api_request_rate_limit"): NotionFailure =>
  new NotionFailure(429, "rate_limited", "You have been rate limited. Please try again later.", {
    additionalData: { rate_limit_reason: reason, retry_after: String(seconds) },
    headers: { "retry-after": String(seconds) },
  });

/** For a connection that Notion has shut out: there is no time after which it would help to ask again. */
export const blockedFailure = (): NotionFailure =>
  new NotionFailure(429, "rate_limited", "This connection has been blocked from making requests.", {
    additionalData: { rate_limit_reason: "public_api_request_blocked" },
  });
