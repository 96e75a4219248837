import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { typescriptFlags } from "../scripts/bootstrap/node.mjs";

export interface PartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** For the program's Node, before ours. */
  readonly flags?: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Runs one part of a bench in a process of its own, so that neither its memory nor its compiled code counts for
 * another: `file` (within bench/) is given `input` and answers once. What it prints goes to standard error.
 */
export function runPart<T>(file: string, input: object, options: PartOptions): Promise<T> {
  const program = path.join(import.meta.dirname, file);
  const child: ChildProcess = spawn(
    process.execPath,
    [...(options.flags ?? []), ...typescriptFlags(), program, JSON.stringify(input)],
    {
      cwd: path.resolve(import.meta.dirname, ".."),
      env: { ...process.env, ...options.environment },
      stdio: ["ignore", 2, 2, "ipc"],
      signal: options.signal,
    },
  );
  let answer: { readonly value: T } | null = null;
  child.on("message", (value) => {
    answer = { value: value as T };
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (answer && code === 0) resolve(answer.value);
      else reject(new Error(`${file} ended with code ${code} ${answer ? "after" : "before"} its answer`));
    });
  });
}

/** The other end of `runPart`: works on the input and answers; an error ends the process with its stack. */
export async function answerPart<I>(work: (input: I) => Promise<unknown>): Promise<void> {
  const value = await work(JSON.parse(process.argv[2] ?? "{}") as I);
  process.send?.(value);
  process.disconnect();
}
