import type { WritePace } from "./connector";

/** The calls that writing batches of these sizes costs: a look before each, and then as many as its rows need. */
export function writeCalls(batches: readonly number[], { lookUps, rowsPerCall }: WritePace): number {
  return batches.reduce((calls, writes) => calls + lookUps + Math.ceil(writes / rowsPerCall), 0);
}
