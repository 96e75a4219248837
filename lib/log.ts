import { isId } from "./ids";
import { scrub } from "./scrub";
import { writeScrubbed } from "./scrub-output";

type Level = "info" | "warn" | "error";

/** Causes nest; beyond this nobody reads them. */
const DEEPEST = 8;

/** One JSON line per event on standard error; ids and counts, never rows or credentials. Never throws. */
export function log(level: Level, event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  const line = { at: new Date().toISOString(), level, event: scrub(event), ...(plain(facts, []) as object) };
  writeScrubbed(`${JSON.stringify(line)}\n`);
}

/** The value as JSON can hold it, every text in it scrubbed. `above` are the objects it lies in. */
function plain(value: unknown, above: readonly object[]): unknown {
  // Nobody can keep an id out of the log by naming it as a secret.
  if (typeof value === "string") return isId(value) ? value : scrub(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (above.includes(value)) return "(circular)";
  if (above.length === DEEPEST) return "(too deep)";
  const within = [...above, value];
  if (value instanceof Error) return plainError(value, within);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map((item) => plain(item, within));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [scrub(name), plain(item, within)]));
}

// Only these: errors of HTTP clients carry the request with its headers, those of databases the row.
function plainError(error: Error, within: readonly object[]): unknown {
  const { name, message, stack, cause } = error;
  const errors = error instanceof AggregateError ? { errors: plain(error.errors, within) } : {};
  const parts = { name: scrub(name), message: scrub(message), stack: scrub(stack ?? ""), ...errors };
  return cause === undefined ? parts : { ...parts, cause: plain(cause, within) };
}
