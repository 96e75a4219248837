import type { ReadPace, WritePace } from "@/lib/connectors/connector";
import { counted, formatCount } from "@/lib/format/count";
import { estimateOf } from "../matching/write-estimate";
import type { CallForecast } from "./draft-view";

/** Calls a minute that a connection's provider allows, as far as it is known by now; null = it names no limit. */
export interface Allowed {
  readonly reads: number | null;
  readonly writes: number | null;
}

/** Rows that a batch of writes holds where no plan tells: all sides are written batch by batch, as the slowest takes them. */
export const batchRows = (paces: readonly Pick<WritePace, "rowsPerCall">[]): number =>
  paces.some(({ rowsPerCall }) => rowsPerCall === 1) ? 100 : 1_000;

/** So many writes in batches of `rows`. */
export function batchesOf(writes: number, rows: number): number[] {
  const whole = Array.from({ length: Math.floor(writes / rows) }, () => rows);
  return writes % rows === 0 ? whole : [...whole, writes % rows];
}

/** The calls that reading a whole place takes, and how long that is at the provider's pace. */
export function readForecast(rows: number, pace: ReadPace, { reads: perMinute }: Allowed): CallForecast {
  const calls = pace.callsPerRead + Math.max(1, Math.ceil(rows / pace.rowsPerCall));
  return forecastOf(calls, perMinute, `${counted(rows, "row")} ${rows === 1 ? "takes" : "take"}`);
}

/** The calls of a usual run's read: what changed, where the system tells it and that costs less. */
export function usualForecast(rows: number, pace: ReadPace, allowed: Allowed): CallForecast {
  const whole = readForecast(rows, pace, allowed);
  const { changes } = pace;
  if (changes === null || rows < changes.fromRows || changes.calls >= whole.calls) return whole;
  return forecastOf(changes.calls, allowed.reads, `What changed of ${counted(rows, "row")} takes`);
}

/** What writing costs; `batches`: how many writes each holds. */
export function writeForecast(
  batches: readonly number[],
  pace: WritePace,
  { writes: perMinute }: Allowed,
): CallForecast & { readonly writes: number } {
  const { writes, calls } = estimateOf(batches, pace);
  if (writes === 0) return { writes, calls: 0, perMinute, seconds: 0, message: "Nothing to write." };
  return {
    writes,
    ...forecastOf(calls, perMinute, `${counted(writes, "write")} ${writes === 1 ? "takes" : "take"}`),
  };
}

/** `1,000 writes take 1,010 calls, at 180 a minute: 5.6 min.` */
function forecastOf(calls: number, perMinute: number | null, what: string): CallForecast {
  const seconds = perMinute === null ? null : Math.ceil((calls * 60) / perMinute);
  const pace =
    seconds === null || perMinute === null
      ? "which the system does not limit"
      : `at ${formatCount(perMinute)} a minute: ${durationWords(seconds)}`;
  return { calls, perMinute, seconds, message: `${what} ${counted(calls, "call")}, ${pace}.` };
}

/** `40 s`, `5.6 min`, `3.2 h`. */
export function durationWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const [amount, unit] = seconds < 3600 ? [seconds / 60, "min"] : [seconds / 3600, "h"];
  return `${amount < 10 ? Number(amount.toFixed(1)) : Math.round(amount)} ${unit}`;
}

/** Share of what a provider allows over the minutes between two runs; a run that comes with each change counts a minute. */
export function shareOf(calls: number, perMinute: number | null, minutes: number | null): number | null {
  if (perMinute === null || perMinute === 0 || minutes === null) return null;
  return Math.min(1, calls / (perMinute * Math.max(1, minutes)));
}
