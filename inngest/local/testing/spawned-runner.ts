import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

const MAIN = path.resolve(import.meta.dirname, "../main.ts");

export interface SpawnedRunner {
  readonly url: string;
  readonly stderr: () => string;
  /** kill -9; resolves when the process is gone. */
  readonly kill: () => Promise<void>;
}

/** The runner as a process of its own, ready. Rejects with what it wrote to stderr if it ends before. */
export async function spawnRunner(environment: Readonly<Record<string, string>>): Promise<SpawnedRunner> {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
    env: { NODE_ENV: "test", PATH: process.env.PATH ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const url = await readyUrl(child, () => errors);
  return {
    url,
    stderr: () => errors,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGKILL");
      await gone;
    },
  };
}

function readyUrl(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error(`the runner ended: ${errors()}`)));
    if (child.stdout)
      createInterface({ input: child.stdout }).on("line", (line) => {
        resolve((JSON.parse(line) as { url: string }).url);
      });
  });
}
