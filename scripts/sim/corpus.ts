import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * A seed that failed once, and why: it is tried again for ever. It is the history that failed for as long as the same is
 * drawn from it; whoever changes what is drawn leaves one more seed, and holds the old fault by a planted bug or a test.
 */
export interface KeptSeed {
  readonly seed: number;
  readonly store: "memory" | "postgres";
  readonly why: string;
}

const file = path.join(import.meta.dirname, "corpus.json");

export const readCorpus = (from = file): readonly KeptSeed[] => JSON.parse(readFileSync(from, "utf8"));

/** Adds the seeds that are not kept yet. */
export function keepSeeds(found: readonly KeptSeed[], into = file): void {
  const kept = readCorpus(into);
  const isKept = ({ seed, store }: KeptSeed) => kept.some((one) => one.seed === seed && one.store === store);
  const all = [...kept, ...found.filter((one) => !isKept(one))];
  const lines = all.sort((a, b) => a.seed - b.seed).map((one) => `  ${JSON.stringify(one)}`);
  writeFileSync(into, `[\n${lines.join(",\n")}\n]\n`);
}
