import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { PlainError, runScript } from "./plain-error.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** The production server over an existing build. The app itself refuses an unsafe environment as it starts. */
runScript(async () => {
  if (!existsSync(path.join(root, ".next/BUILD_ID")))
    throw new PlainError("there is no build; run 'npm run build' first.");
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, [next, "start", ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
});
