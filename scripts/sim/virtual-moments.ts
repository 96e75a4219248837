import type { VirtualClock } from "./clock";

/** When transactions begin: of two within one tick of the clock, the second is a microsecond later, as in memory. */
export class VirtualMoments {
  private lastMs = Number.NEGATIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: VirtualClock) {}

  /** Microseconds since 1970. */
  next(): number {
    const { ms } = this.clock;
    this.last = ms === this.lastMs ? this.last + 1 : ms * 1_000;
    this.lastMs = ms;
    return this.last;
  }
}
