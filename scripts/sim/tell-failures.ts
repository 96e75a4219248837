import type { SimOptions } from "./options";
import type { PartReport } from "./part";

/** Violations of one seed that are printed. */
const SHOWN = 4;

/** Says which seeds failed on this store, and how to look at each. */
export const tellFailures =
  (store: SimOptions["store"]) =>
  ({ failed }: Pick<PartReport, "failed">) => {
    const where = store === "memory" ? "" : ` --store ${store}`;
    for (const { seed, violations } of failed) {
      console.log(`seed ${seed}:`);
      for (const violation of violations.slice(0, SHOWN)) console.log(`  ${violation}`);
      console.log(`  replay: npm run sim -- --seed ${seed}${where} --replay`);
    }
  };
