import { spawn } from "node:child_process";
import path from "node:path";

export interface CommandAnswer {
  /** Null: it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * `npx chittysync` as a person runs it. `onErr` hears what it says on standard error while it runs, and may kill it with
 * everything it started.
 */
export function chittysync(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
  onErr: (text: string, kill: () => void) => void = () => {},
): Promise<CommandAnswer> {
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, "../chittysync.mjs"), ...args], {
    env: { ...process.env, ...environment },
    // A group of its own, so that the command and whoever started it can be ended at once.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    onErr(text, () => process.kill(-(child.pid ?? 0), "SIGKILL"));
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}
