import { setTimeout } from "node:timers/promises";

/** A rest that can be cut short. A ring during work is not lost: the next rest ends at once. */
export class Wake {
  private bell = new AbortController();

  ring(): void {
    this.bell.abort();
  }

  /** Resolves after `ms` or at a ring. */
  async rest(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.bell.signal }).catch(() => undefined);
    if (this.bell.signal.aborted) this.bell = new AbortController();
  }
}
