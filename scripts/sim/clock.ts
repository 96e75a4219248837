/** The only time there is in a simulation. It moves when somebody does something, and never backwards. */
export class VirtualClock {
  constructor(private at: number) {}

  get ms(): number {
    return this.at;
  }

  readonly now = (): Date => new Date(this.at);

  advance(ms: number): void {
    this.at += ms;
  }
}
