import type { Random } from "../chaos/random";

/**
 * What can go wrong, with its number in the fault list of the reliability requirements. A rate is the chance at each
 * occasion; a seed draws a random subset of them with random rates, so that rare mixes occur.
 */
const RATES = {
  /** F1: the worker dies at a call of its store or of a side, inside or outside a transaction. */
  crash: 0.003,
  /** F8, F11: our database refuses a call; its transaction is rolled back. */
  "database-error": 0.002,
  /** F8: a transaction is durable, but the worker never hears of it. */
  "lost-commit": 0.006,
  /** F7: the database server crashes; what was UNLOGGED is empty. */
  "database-crash": 0.002,
  /** F2, F4: the worker stops for longer than its lease and goes on later as if nothing had been. */
  pause: 0.003,
  /** F27: a write is carried out and its answer is lost. */
  "lost-answer": 0.06,
  /** F14: a write is not carried out and nobody knows. */
  "lost-question": 0.04,
  /** F27: a write is carried out and the whole call fails. */
  "applied-then-error": 0.03,
  /** F28: only some of a batch is carried out. */
  "partial-batch": 0.05,
  /** F26: a call is answered with an outage. */
  outage: 0.02,
  /** F25: a call is answered with a rate limit. */
  "rate-limit": 0.02,
  /** F29: a read ends early and says so. */
  truncated: 0.06,
  /** F30: a record made moments ago is not in a read that calls itself complete. */
  lagging: 0.4,
  /** F30: any record of a system with an index is missing from a read that calls itself complete. */
  omitted: 0.01,
  /** F38, F40: what changed since the last read cannot be told any more. */
  "mark-lost": 0.05,
  /** F34: a point read cannot tell whether the record is gone. */
  hidden: 0.05,
  /** F32: the credentials are revoked for a while. */
  revoked: 0.001,
  /** F33: a mapped column is dropped for a while. */
  "column-dropped": 0.001,
  /** F35: a side does not take a value. */
  refusal: 0.03,
  /** F42: a worker's clock is minutes off. */
  "clock-off": 0.3,
  /** F4: a second run is asked for while one is under way. */
  "second-run": 0.2,
  /** F48: the registry's strategy or delete policy is changed in the middle of a run. */
  "settings-changed": 0.001,
  /** F48: a field goes another way on a side, or is not mapped there for a while. */
  "mapping-changed": 0.002,
  /** The organization's plan is changed between two runs: its rows have more room, less, or none. */
  "plan-changed": 0.3,
  /** The person approves what he saw some plans ago. */
  "stale-approval": 0.3,
} as const;

export type Fault = keyof typeof RATES;

export const FAULTS = Object.keys(RATES) as Fault[];

/** Which faults a seed has, and how often. */
export class Faults {
  private healed = false;
  /** How often each struck. */
  readonly struck = new Map<Fault, number>();

  private constructor(
    private readonly random: Random,
    private readonly rates: ReadonlyMap<Fault, number>,
  ) {}

  /** Half of the faults on average, each between nothing and twice its usual rate. One seed in eight has none. */
  static draw(random: Random): Faults {
    const none = random.next() < 1 / 8;
    const rates = FAULTS.flatMap((fault): [Fault, number][] => {
      const [chosen, factor] = [random.next() < 0.5, random.next() * 2];
      return chosen && !none ? [[fault, Math.min(0.9, RATES[fault] * factor)]] : [];
    });
    return new Faults(random, new Map(rates));
  }

  strikes(fault: Fault): boolean {
    const rate = this.rates.get(fault);
    if (rate === undefined || this.healed || this.random.next() >= rate) return false;
    this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1);
    return true;
  }

  /** From here on nothing goes wrong any more. */
  heal(): void {
    this.healed = true;
  }

  get isHealed(): boolean {
    return this.healed;
  }
}
