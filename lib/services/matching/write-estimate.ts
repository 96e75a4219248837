import type { WritePace } from "@/lib/connectors/connector";
import { writeCalls } from "@/lib/connectors/write-calls";

/** What writing a plan to one side will cost at least, with the numbers it is made of. */
export interface WriteEstimate {
  readonly writes: number;
  readonly batches: number;
  /** Of each batch besides those that write. */
  readonly callsPerBatch: number;
  readonly rowsPerCall: number;
  readonly calls: number;
  /** Null = the system names no limit. */
  readonly callsPerMinute: number | null;
  /** At that limit; null where there is none. */
  readonly seconds: number | null;
}

/** `batches`: how many writes each holds. */
export function estimateOf(batches: readonly number[], pace: WritePace): WriteEstimate {
  const { callsPerBatch, rowsPerCall, callsPerMinute } = pace;
  const calls = writeCalls(batches, pace);
  return {
    writes: batches.reduce((sum, writes) => sum + writes, 0),
    batches: batches.length,
    ...{ callsPerBatch, rowsPerCall, calls, callsPerMinute },
    seconds: callsPerMinute === null ? null : Math.ceil((calls * 60) / callsPerMinute),
  };
}
