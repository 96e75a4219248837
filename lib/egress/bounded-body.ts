import { type Duplex, type Readable, Transform } from "node:stream";
import { AppError } from "@/lib/errors";

/**
 * The last of `stages` (each piped into the next) with a limit on its bytes. An error anywhere destroys all of
 * them and comes out as `fail(error)`.
 */
export function bounded(
  stages: readonly (Readable | Duplex)[],
  maxBytes: number,
  fail: (error: unknown) => unknown,
): Readable {
  let seen = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _, done) {
      seen += chunk.length;
      done(seen > maxBytes ? tooLarge() : null, chunk);
    },
    destroy(error, done) {
      for (const stage of stages) stage.destroy();
      done(error === null ? null : asError(fail(error)));
    },
  });
  const all = [...stages, limit];
  all.slice(0, -1).forEach((stage, at) => {
    stage.on("error", (error) => limit.destroy(error));
    stage.pipe(all[at + 1] as Duplex);
  });
  const [source] = stages;
  source?.on("close", () => {
    if (!source.readableEnded) limit.destroy(new Error("the source closed early"));
  });
  return limit;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error("aborted"));

const tooLarge = (): AppError =>
  new AppError("upstream-unavailable", "The server's answer is larger than one step may receive.");
