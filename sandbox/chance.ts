/** Chance that repeats: the same seed gives the same sequence (mulberry32). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Whether something happens that happens this often: 0 = never, 1 = always. */
  strikes(rate: number): boolean {
    return rate > 0 && this.next() < rate;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const placed = items.map((item) => ({ item, place: this.next() }));
    return placed.sort((a, b) => a.place - b.place).map(({ item }) => item);
  }
}
