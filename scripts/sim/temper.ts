import type { Random } from "../chaos/random";

/** How people are in one seed: a mix that is rare on average is common in some seeds. Chances, from 0 to 1. */
export interface Temper {
  /** That somebody acts between two steps of a run. */
  readonly gesture: number;
  readonly rename: number;
  /** That an edit is of the cell that somebody at another system has edited last: two people at work on one thing. */
  readonly rival: number;
  /** That it is the newest record that is removed or renamed: what was entered by mistake, or with a wrong key. */
  readonly secondThought: number;
  /** That somebody asks for a run right after the last one. */
  readonly haste: number;
}

export const drawTemper = (random: Random): Temper => ({
  gesture: 0.1 * random.next(),
  rename: 0.2 * random.next() ** 2,
  rival: random.next(),
  secondThought: random.next(),
  haste: random.next(),
});
