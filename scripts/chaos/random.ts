/** A small seeded generator (mulberry32): the same seed always gives the same choices. */
export class Random {
  constructor(private state: number) {}

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in [from, to]. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** Throws on an empty list. */
  pick<T>(list: readonly T[]): T {
    const one = list[Math.floor(this.next() * list.length)];
    if (one === undefined) throw new RangeError("nothing to pick from");
    return one;
  }

  /** Takes `count` members out of the list, or what is left of it. */
  take<T>(list: T[], count: number): T[] {
    const taken: T[] = [];
    while (taken.length < count && list.length > 0)
      taken.push(...list.splice(Math.floor(this.next() * list.length), 1));
    return taken;
  }
}
