import { log } from "@/lib/log";

/** A sign-in that failed, as an operator may be told of it: nothing of what was sent is in it. */
export interface FailedArrival {
  /** Where it came from or whose provider it was: a network, a provider's public id. */
  readonly from: string;
  /** `email`, `google`, `oidc`, `saml`; whatever reports it. */
  readonly way: string;
  readonly reason: string;
}

interface Counted extends FailedArrival {
  readonly count: number;
}

const TOLD_EVERY_MS = 60_000;

/** Different ones that a minute has room for. So a flood from everywhere writes some 15 MB of log in a day. */
const MOST_COUNTED = 50;

/** Reasons are closed words of ours and of the libraries'; anything else is somebody's text. */
const WORD = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/;

/**
 * Counts for a while and then tells, each of whom as one line. What there is no room for is counted too, by its way
 * alone, so nobody hides his failures behind other ones'.
 */
export class FailureTally {
  private readonly counts = new Map<string, Counted>();

  add({ from, way, reason }: FailedArrival): void {
    const arrival = { from, way, reason: WORD.test(reason) ? reason : "other" };
    const key = JSON.stringify(arrival);
    if (this.counts.has(key) || this.counts.size < MOST_COUNTED) this.raise(key, arrival);
    else this.raise(`others ${way}`, { from: "others", way, reason: "any" });
  }

  private raise(key: string, arrival: FailedArrival): void {
    this.counts.set(key, { ...arrival, count: (this.counts.get(key)?.count ?? 0) + 1 });
  }

  /** What was counted since the last time, most first. */
  take(): Counted[] {
    const taken = [...this.counts.values()].sort((one, other) => other.count - one.count);
    this.counts.clear();
    return taken;
  }
}

const tally = new FailureTally();
let isTelling = false;

/** For the operator's log, within a minute; a process that ends before has not told. */
export function tallyFailure(arrival: FailedArrival): void {
  tally.add(arrival);
  if (isTelling) return;
  isTelling = true;
  setTimeout(tell, TOLD_EVERY_MS).unref();
}

function tell(): void {
  isTelling = false;
  for (const counted of tally.take())
    log("warn", "sign-in.failures", { ...counted, withinMs: TOLD_EVERY_MS });
}
