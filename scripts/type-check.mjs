import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { runScript } from "./plain-error.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** Checks all types, with those that Next makes of the routes: without them a build could fail where this passes. */
function checkTypes() {
  const run = (program, ...args) =>
    spawnSync(process.execPath, [path.join(root, "node_modules", program), ...args], {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
      stdio: "inherit",
    }).status ?? 1;
  const code = existsSync(path.join(root, "app")) ? run("next/dist/bin/next", "typegen") : 0;
  return code === 0 ? run("typescript/bin/tsc", "--noEmit") : code;
}

runScript(async () => checkTypes());
