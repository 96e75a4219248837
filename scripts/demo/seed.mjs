import { spawn } from "node:child_process";
import path from "node:path";
import { typescriptFlags } from "../bootstrap/node.mjs";
import { PlainError } from "../plain-error.mjs";

/**
 * Runs scripts/seed-demo.ts, which makes the demo organization with its key and connections and, with `isSeeded`,
 * the registries and their first sync. It must be repeatable: the same folder answers with the same ids.
 * @param {{ root: string, directory: string, environment: object, sandbox: object, isSeeded: boolean, onProgress: (line: string) => void, signal?: AbortSignal }} parts
 * @returns {Promise<{ org: string, apiKey: string, connections: object, registries: object[] }>} its last line on
 *   standard output, as JSON; what it writes to standard error is progress
 */
export async function seedDemo({ root, directory, environment, sandbox, isSeeded, onProgress, signal }) {
  const file = path.join(root, "scripts/seed-demo.ts");
  const child = spawn(process.execPath, [...typescriptFlags(), file, ...(isSeeded ? [] : ["--no-seed"])], {
    cwd: root,
    env: { ...environment, DEMO_SANDBOX: JSON.stringify(sandbox), DEMO_DIRECTORY: directory },
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
    for (const line of text.split("\n")) if (line.trim() !== "") onProgress(line);
  });
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const last = output.trim().split("\n").at(-1) ?? "";
  if (code !== 0 || !last.startsWith("{"))
    throw new PlainError(
      `the demo data could not be made (exit ${code}):\n${said.trim().split("\n").slice(-15).join("\n")}`,
    );
  return JSON.parse(last);
}
