import type { PartReport } from "./part";

/** Violations of one seed that are printed. */
const SHOWN = 4;

/** Says which seeds failed, and how to look at each. */
export function tellFailures({ failed }: Pick<PartReport, "failed">): void {
  for (const { seed, violations } of failed) {
    console.log(`seed ${seed}:`);
    for (const violation of violations.slice(0, SHOWN)) console.log(`  ${violation}`);
    console.log(`  replay: npm run sim -- --seed ${seed} --replay`);
  }
}
