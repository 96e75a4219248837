import type { KeyContext } from "./key-provider";

/** How long and how often an unwrapped data key may be used before its service is asked again. */
const LONGEST_MS = 5 * 60_000;
const MOST_USES = 1_000;
const MOST_KEPT = 5_000;

interface Kept {
  readonly dataKey: Promise<Buffer>;
  readonly until: number;
  uses: number;
}

/**
 * Data keys that a key service has just unwrapped, each for the exact context and wrapped bytes that it was asked with,
 * so that nothing is found under another organization. Those who ask at the same time share one call.
 */
export class DataKeyCache {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** The data key that was kept, or what `unwrap` gives; a refusal is not kept. */
  async open(
    wrapped: Buffer,
    context: KeyContext,
    unwrap: (wrapped: Buffer, context: KeyContext) => Promise<Buffer>,
  ): Promise<Buffer> {
    const place = JSON.stringify([context, wrapped.toString("base64")]);
    const found = this.#kept.get(place);
    if (found && found.until > this.now() && found.uses < MOST_USES) {
      found.uses += 1;
      return found.dataKey;
    }
    this.#makeRoom(place);
    const dataKey = unwrap(wrapped, context);
    const kept = { dataKey, until: this.now() + LONGEST_MS, uses: 1 };
    this.#kept.set(place, kept);
    try {
      return await dataKey;
    } catch (error) {
      if (this.#kept.get(place) === kept) this.#kept.delete(place);
      throw error;
    }
  }

  /** Forgets this one, what is over, and the oldest where there are too many. */
  #makeRoom(place: string): void {
    this.#kept.delete(place);
    for (const [other, { until }] of this.#kept) {
      if (until > this.now() && this.#kept.size < MOST_KEPT) break;
      this.#kept.delete(other);
    }
  }
}
