import type { Random } from "../chaos/random";
import type { VirtualClock } from "./clock";

interface Waiting {
  readonly name: string;
  /** Not before this moment. */
  readonly from: number;
  readonly go: () => void;
}

/**
 * Lets one of several workers go on at a time, up to its next point; the seed decides which. Between two points nothing
 * else happens, so that a seed always gives the same history, whatever the machine does meanwhile.
 */
export class Scheduler {
  private readonly waiting: Waiting[] = [];
  private arrived: () => void = () => {};

  constructor(
    private readonly random: Random,
    private readonly clock: VirtualClock,
    /** Whatever may happen between two steps of workers: people edit, time goes by. */
    private readonly between: () => Promise<void>,
  ) {}

  /** Where others may come first. `ms` = not before so much time has gone by. */
  point(name: string, ms = 0): Promise<void> {
    if (this.waiting.some((other) => other.name === name))
      throw new Error(`${name} waits at two places at once`);
    return new Promise((go) => {
      this.waiting.push({ name, from: this.clock.ms + ms, go });
      this.arrived();
    });
  }

  /** Runs the workers until all have ended. A worker that throws ends the simulation. */
  async run(workers: readonly ((name: string) => Promise<void>)[]): Promise<void> {
    let open = workers.length;
    let failed: { readonly error: unknown } | null = null;
    const begun = workers.map(async (work, at) => {
      const name = `worker ${at + 1}`;
      try {
        await this.point(name);
        await work(name);
      } catch (error) {
        failed ??= { error };
      } finally {
        open -= 1;
        this.arrived();
      }
    });
    while (open > 0 && failed === null) {
      await this.between();
      await this.letOneGo();
    }
    if (failed !== null) throw (failed as { readonly error: unknown }).error;
    await Promise.all(begun);
  }

  private async letOneGo(): Promise<void> {
    if (this.waiting.every(({ from }) => from > this.clock.ms)) {
      const first = Math.min(...this.waiting.map(({ from }) => from));
      this.clock.advance(first - this.clock.ms);
    }
    const ready = this.waiting.filter(({ from }) => from <= this.clock.ms);
    const chosen = this.random.pick(ready);
    this.waiting.splice(this.waiting.indexOf(chosen), 1);
    const next = new Promise<void>((resolve) => {
      this.arrived = resolve;
    });
    chosen.go();
    await next;
  }
}
