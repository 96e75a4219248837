import type { Measure } from "./part";

/** The other end of `runPart`: measures and answers; an error ends the process with its stack. */
export async function answer(measure: Measure<unknown, unknown>): Promise<void> {
  const input: unknown = JSON.parse(process.argv.at(-1) ?? "{}");
  process.send?.(await measure(input));
  process.disconnect();
}
