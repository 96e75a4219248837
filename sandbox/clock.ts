/** The sandbox's time: the machine's, plus what a test or a person has added. Only ever moves forward. */
export class Clock {
  private offsetMs: number;

  constructor(offsetMs = 0) {
    this.offsetMs = offsetMs;
  }

  now(): number {
    return Date.now() + this.offsetMs;
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError("the sandbox's clock cannot go back");
    this.offsetMs += ms;
  }

  get offset(): number {
    return this.offsetMs;
  }
}
