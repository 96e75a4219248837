import type { WritePace } from "./connector";

/** The calls that writing batches of these sizes costs: those of each batch, and as many as its rows need. */
export function writeCalls(batches: readonly number[], { callsPerBatch, rowsPerCall }: WritePace): number {
  return batches.reduce((calls, writes) => calls + callsPerBatch + Math.ceil(writes / rowsPerCall), 0);
}
