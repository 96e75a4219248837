import { scrub } from "./scrub";

/** Causes nest; beyond this nobody reads them. */
const DEEPEST = 8;

type Write = (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;

const shared = globalThis as unknown as { chittysyncScrubsOutput?: { readonly toStderr: Write } };

/** Writes a line whose every value is scrubbed already: as a whole it has a form that a hole in it would break. */
export function writeScrubbed(line: string): void {
  if (shared.chittysyncScrubsOutput) shared.chittysyncScrubsOutput.toStderr(line);
  else process.stderr.write(line);
}

/**
 * From now on nothing leaves this process by its standard streams unscrubbed, whoever writes it: frameworks print errors
 * as they are, and so does Node what it dies of.
 */
export function scrubOutput(): void {
  if (shared.chittysyncScrubsOutput) return;
  shared.chittysyncScrubsOutput = { toStderr: process.stderr.write.bind(process.stderr) as Write };
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as Write;
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) =>
      write(
        scrub(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8")),
        ...rest,
      )) as never;
  }
  process.on("uncaughtExceptionMonitor", (error) => scrubInPlace(error, DEEPEST));
}

/** Node prints what an error says and carries, so both lose their secrets, and its causes theirs. */
function scrubInPlace(error: unknown, depth: number): void {
  if (typeof error !== "object" || error === null || depth === 0) return;
  for (const name of Object.getOwnPropertyNames(error)) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === "string") Reflect.set(error, name, scrub(value));
    else scrubInPlace(value, depth - 1);
  }
}
