/** The latest moment that a JavaScript date can hold. */
const END_OF_TIME = 8_640_000_000_000_000;

/** The sandbox's time: the machine's, plus what a test or a person has added. Only ever moves forward. */
export class Clock {
  private offsetMs: number;

  /** `keep` is told each new offset before anyone sees it, so that it can outlive the process. */
  constructor(
    offsetMs = 0,
    private readonly keep: (offsetMs: number) => void = () => {},
  ) {
    this.offsetMs = offsetMs;
  }

  now(): number {
    return Date.now() + this.offsetMs;
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError("the sandbox's clock cannot go back");
    if (this.now() + ms > END_OF_TIME) throw new RangeError("the sandbox's clock cannot go that far");
    this.keep(this.offsetMs + ms);
    this.offsetMs += ms;
  }

  get offset(): number {
    return this.offsetMs;
  }
}
