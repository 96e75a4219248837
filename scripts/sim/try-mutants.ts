import { rmSync } from "node:fs";
import { MUTANTS, type Mutant } from "./mutants";
import { plant } from "./plant";
import { runParts } from "./run-parts";

/** Seeds within which a planted bug must be found. */
export const MOST_SEEDS = 500;

export interface Found {
  readonly mutant: Mutant;
  /** How many seeds it took; null = it was not found. */
  readonly after: number | null;
  readonly violation: string | null;
}

/** Plants each bug in a copy of its own and tries seeds from 1 on until one fails. */
export async function tryMutants(root: string, name: string | null, told: (found: Found) => void) {
  const chosen = MUTANTS.filter((mutant) => name === null || mutant.name === name);
  const found: Found[] = [];
  const waiting = [...chosen];
  const worker = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const copy = plant(root, mutant);
      const asked = { root: copy, seed: 1, runs: MOST_SEEDS, workers: 1, stops: true, database: null };
      const [report] = await runParts(asked).finally(() => rmSync(copy, { recursive: true, force: true }));
      const first = report?.failed[0];
      const one = { mutant, after: first?.seed ?? null, violation: first?.violations[0] ?? null };
      found.push(one);
      told(one);
    }
  };
  await Promise.all([worker(), worker()]);
  return found;
}
