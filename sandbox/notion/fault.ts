import { Chance } from "../chance";
import { isObject } from "./body-check";
import { invalid } from "./failure";

const KINDS = [
  "429",
  "500",
  "500-after",
  "502",
  "502-after",
  "503-before",
  "503-after",
  "504-before",
  "504-after",
  "529",
  "409",
  "reset-before",
  "reset-after",
  "slow",
  "cut",
  "empty",
] as const;

/** What goes wrong. `…-before` = nothing was done; `…-after`, `cut`, `empty` and `slow` = it was done. */
export type FaultKind = (typeof KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly method: string | null;
  readonly path: RegExp | null;
  /** Seconds and `rate_limit_reason`, for 429. */
  readonly retryAfter: number;
  readonly reason: string;
  /** For `slow`. */
  readonly delayMs: number;
  /** Matching requests that still pass before the first is hit. */
  passes: number;
  /** Requests that are still to be hit. */
  times: number;
  /** How often of all times a request that could be hit is hit, by a chance of its own. */
  readonly probability: number;
  readonly chance: Chance;
}

/** The faults that a test has asked for, in the order it asked. */
export class Faults {
  private waiting: Fault[] = [];

  add(input: Record<string, unknown>): void {
    const kind = KINDS.find((known) => known === input.kind);
    if (kind === undefined) throw invalid(`fault: kind is one of ${KINDS.join(", ")}`);
    const probability = numberOr(input.probability, 1);
    if (probability > 1) throw invalid("fault: probability is from 0 to 1");
    const match = isObject(input.match) ? input.match : {};
    this.waiting.push({
      kind,
      method: typeof match.method === "string" ? match.method.toUpperCase() : null,
      path: typeof match.path === "string" ? new RegExp(match.path) : null,
      retryAfter: numberOr(input.retryAfter, 1),
      reason: typeof input.reason === "string" ? input.reason : "public_api_request_rate_limit",
      delayMs: numberOr(input.delayMs, 61_000),
      passes: numberOr(input.afterRequests, 0),
      // Left to chance alone, it goes on until it is cleared.
      times: numberOr(input.times, input.probability === undefined ? 1 : Number.POSITIVE_INFINITY),
      probability,
      chance: new Chance(numberOr(input.seed, 1)),
    });
  }

  clear(): void {
    this.waiting = [];
  }

  /** How many faults have not yet happened, but for those that never end. */
  get pending(): number {
    return this.waiting.reduce((sum, { times }) => sum + (Number.isFinite(times) ? times : 0), 0);
  }

  /** The fault that this request meets, if any; it is used up by meeting it. */
  meet(method: string, path: string): Fault | null {
    for (const fault of this.waiting) {
      if (fault.method !== null && fault.method !== method) continue;
      if (fault.path !== null && !fault.path.test(path)) continue;
      if (fault.passes > 0) {
        fault.passes--;
        continue;
      }
      if (!fault.chance.strikes(fault.probability)) continue;
      fault.times--;
      if (fault.times <= 0) this.waiting = this.waiting.filter((other) => other !== fault);
      return fault;
    }
    return null;
  }
}

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === "number" && value >= 0 ? value : otherwise;
