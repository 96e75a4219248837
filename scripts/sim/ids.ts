import type { Random } from "../chaos/random";

/** Ids of a simulation: the same for the same seed, and growing with time as the product's do. */
export class Ids {
  private count = 0;

  constructor(private readonly random: Random) {}

  readonly next = (): string => {
    this.count += 1;
    const order = this.count.toString(16).padStart(12, "0");
    const hex = (length: number) =>
      Array.from({ length }, () => this.random.between(0, 15).toString(16)).join("");
    return `${order.slice(0, 8)}-${order.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
  };
}
