import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { typescriptFlags } from "../scripts/bootstrap/node.mjs";
import { bundlePart } from "./bundle-part";

export interface PartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** For the program's Node, before ours. */
  readonly flags?: readonly string[];
  /** Run as a build would leave it, where its memory is measured. */
  readonly isBundled?: boolean;
  readonly signal: AbortSignal;
}

/** What a module of bench/parts exports as `measure`: plain data in, plain data out. */
export type Measure<I, R> = (input: I) => Promise<R>;

/**
 * Runs one part of a bench in a process of its own, so that neither its memory nor its compiled code counts for
 * another: `measure` of bench/parts/<name>.ts is given `input` and answers once. What it prints goes to standard error.
 */
export async function runPart<I extends object, R>(name: string, input: I, options: PartOptions): Promise<R> {
  console.error(`  ${name} ...`);
  const asked = JSON.stringify(input);
  if (!options.isBundled) {
    const program = path.join(import.meta.dirname, "part-program.ts");
    return answerOf<R>(name, [...typescriptFlags(), program, name, asked], options);
  }
  const { program, remove } = await bundlePart(name);
  try {
    return await answerOf<R>(name, [program, asked], options);
  } finally {
    await remove();
  }
}

function answerOf<R>(name: string, args: readonly string[], options: PartOptions): Promise<R> {
  const child: ChildProcess = spawn(process.execPath, [...(options.flags ?? []), ...args], {
    cwd: path.resolve(import.meta.dirname, ".."),
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", 2, 2, "ipc"],
    signal: options.signal,
  });
  let answer: { readonly value: R } | null = null;
  child.on("message", (value) => {
    answer = { value: value as R };
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (answer && code === 0) resolve(answer.value);
      else reject(new Error(`${name} ended with code ${code} ${answer ? "after" : "before"} its answer`));
    });
  });
}
