import { setTimeout as pause } from "node:timers/promises";
import { type KeyFault, KeyServiceError, keyFailure } from "./key-fault";

/** How long a key service is waited for. Credentials are opened while somebody waits, so not for long. */
export interface Patience {
  readonly attemptMs: number;
  readonly totalMs: number;
}

export const PATIENCE: Patience = { attemptMs: 2_000, totalMs: 5_000 };

const ATTEMPTS = 6;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 1_600;

/**
 * Milliseconds before the next attempt: anything up to a bound that doubles (full jitter, so that processes which were
 * throttled together do not come back together); null when trying again would not help.
 */
export function retryDelay(fault: KeyFault, attempt: number, chance: number): number | null {
  if (fault === "refused" || fault === "mismatch" || attempt + 1 >= ATTEMPTS) return null;
  return chance * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
}

/**
 * Asks again while the service is throttling or silent and there is time for one more attempt. `ask` rejects with a
 * KeyServiceError and gives up by itself after `attemptMs`. Throws what `keyFailure` makes of the last answer.
 */
export async function askKeyService<T>(ask: () => Promise<T>, patience: Patience = PATIENCE): Promise<T> {
  const until = performance.now() + patience.totalMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof KeyServiceError)) throw error;
      const delay = retryDelay(error.fault, attempt, Math.random());
      if (delay === null || performance.now() + delay + patience.attemptMs > until) throw keyFailure(error);
      await pause(delay);
    }
  }
}
