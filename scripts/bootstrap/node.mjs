import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { PlainError } from "../plain-error.mjs";
import { outsideEnvironment } from "./install.mjs";

/** Packages that need it say so; the product's own code uses what came with it. */
const LEAST_MAJOR = 24;

const ORPHAN_POLL_MS = 500;

/** How Node runs TypeScript of ours: under the condition by which "server-only" lets product code load. */
export function typescriptFlags() {
  return ["--conditions=react-server", `--import=${import.meta.resolve("tsx")}`];
}

/**
 * The Node that package.json pins (npm's package "node"), else this one if it is new enough. An installation
 * with install scripts switched off has the package without its program: its installer is then run.
 */
export async function pinnedNode(root) {
  const home = path.join(root, "node_modules/node");
  const program = path.join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(program)) return program;
  if (Number(process.versions.node.split(".")[0]) >= LEAST_MAJOR) return process.execPath;
  console.error(`installing Node ${LEAST_MAJOR} for this folder`);
  await new Promise((resolve) => {
    const installer = spawn(process.execPath, ["installArchSpecificPackage.js"], {
      cwd: home,
      env: outsideEnvironment(root),
      stdio: ["ignore", "ignore", "inherit"],
    });
    installer.once("error", resolve).once("close", resolve);
  });
  if (existsSync(program)) return program;
  throw new PlainError(
    `Node ${LEAST_MAJOR} is needed and npm did not install it (are install scripts off?); ` +
      "run 'npm rebuild node --ignore-scripts=false' or install Node 24 yourself.",
  );
}

/**
 * Runs a script of the repository on `node` and answers its exit code. Signals are handed on; the child learns
 * of our death by its channel closing.
 */
export function runOn({ root, node, file, args }) {
  const isTypeScript = file.endsWith(".ts");
  const flags = isTypeScript ? typescriptFlags() : [];
  const child = spawn(node, [...flags, path.join(root, file), ...args], {
    cwd: root,
    env: {
      ...process.env,
      PATH: [path.dirname(node), path.join(root, "node_modules/.bin"), process.env.PATH].join(path.delimiter),
    },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  const watch = onOrphaned(() => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      clearInterval(watch);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** npm hands a signal to its shell, which dies of it without a word to us: being orphaned is then the signal. */
function onOrphaned(act) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) act();
  }, ORPHAN_POLL_MS);
}
