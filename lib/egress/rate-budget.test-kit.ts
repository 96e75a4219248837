import type { Asker } from "@/lib/db/provider-buckets";
import {
  type Bucket,
  type BucketState,
  freshBucket,
  type Held,
  type Refusal,
  refused,
  shareTaken,
  taken,
  waitMs,
} from "./rate-budget";

interface Part {
  fullAt: number;
  seenAt: number;
}

/** The buckets of all processes as the database holds them, in memory: the pure functions and nothing besides. */
export class BudgetModel {
  private readonly states = new Map<string, BucketState>();
  private readonly parts = new Map<string, Map<string, Part>>();

  /** How long each bucket has no call, in ms; all 0 = one was taken from each. */
  reserve(buckets: readonly Bucket[], { party, lane }: Asker, now: number): Map<string, number> {
    const held = buckets.map((bucket) => this.held(bucket, party, now));
    const waits = new Map(held.map((each) => [each.bucket.id, waitMs(each, lane, now)]));
    if ([...waits.values()].every((wait) => wait === 0)) for (const each of held) this.take(each, party, now);
    return waits;
  }

  stall(bucket: Bucket, refusal: Refusal, now: number): void {
    const state = this.stateOf(bucket);
    this.states.set(bucket.id, refused({ bucket, state, share: null }, refusal, now));
  }

  stateOf(bucket: Bucket): BucketState {
    return this.states.get(bucket.id) ?? freshBucket(bucket);
  }

  private held(bucket: Bucket, party: string, now: number): Held {
    const state = this.stateOf(bucket);
    if (!bucket.isShared) return { bucket, state, share: null };
    const parts = this.parts.get(bucket.id) ?? new Map<string, Part>();
    this.parts.set(bucket.id, parts);
    const part = parts.get(party) ?? { fullAt: 0, seenAt: now };
    parts.set(party, part);
    part.seenAt = Math.max(part.seenAt, now);
    const parties = [...parts.values()].filter(({ seenAt }) => seenAt > now - 60_000).length;
    return { bucket, state, share: { fullAt: part.fullAt, parties } };
  }

  private take(held: Held, party: string, now: number): void {
    const part = this.parts.get(held.bucket.id)?.get(party);
    const fullAt = shareTaken(held, now);
    if (part && fullAt !== null) part.fullAt = fullAt;
    this.states.set(held.bucket.id, taken(held, now));
  }
}
