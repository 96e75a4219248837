import { type OpenStore, simulate } from "./simulate";

/** Seeds that are tried take longer than a test usually may. */
export const SEEDS_TIMEOUT_MS = 900_000;

/**
 * Seeds whose violation is known and not mended, each with the reason. A seed that passes does not belong here: the
 * tests say so.
 */
export const OPEN_SEEDS: ReadonlySet<number> = new Set();

/** Lives through these seeds and answers what was wrong, by seed. */
export async function failuresOf(seeds: Iterable<number>, open: OpenStore): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const seed of seeds) {
    const { violations } = await simulate(seed, open);
    if (OPEN_SEEDS.has(seed)) {
      if (violations.length === 0) failures.push(`seed ${seed} passes: it is no open one any more`);
      continue;
    }
    for (const violation of violations) failures.push(`seed ${seed}: ${violation}`);
  }
  return failures;
}

export function* seedsFrom(first: number, count: number): Iterable<number> {
  for (let seed = first; seed < first + count; seed += 1) yield seed;
}
