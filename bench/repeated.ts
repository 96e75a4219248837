import { type Took, timed } from "./timing";

const REPETITIONS = 3;

/** Once to warm up, then as often as is reported. */
export async function repeated(work: () => unknown, times = REPETITIONS): Promise<Took[]> {
  await work();
  const took: Took[] = [];
  while (took.length < times) took.push(await timed(work));
  return took;
}
