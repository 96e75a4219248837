import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isMain, runScript } from "./plain-error.mjs";

const repository = path.resolve(import.meta.dirname, "..");

/** The folders whose imports the rules of .dependency-cruiser.cjs are about. */
const FOLDERS = ["app", "components", "inngest", "lib", "sandbox"];

/** With a TypeScript it does not know, dependency-cruiser reads no module and reports success. */
const LEAST_SHARE_READ = 0.9;

/**
 * Checks every import under `root` against the rules there.
 * @param {string} root
 * @returns {Promise<{ violations: { rule: string, from: string, to: string }[], read: number, expected: number }>}
 */
export async function checkArrows(root) {
  const folders = FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
  const expected = folders.flatMap((folder) => sourceFiles(path.join(root, folder))).length;
  if (expected === 0) return { violations: [], read: 0, expected };
  const report = await cruise(root, folders);
  const read = report.modules.filter(
    ({ source }) => FOLDERS.includes(source.split("/")[0]) && /[.]tsx?$/.test(source) && !isGenerated(source),
  ).length;
  const violations = report.summary.violations
    .filter(({ rule, from }) => rule.severity === "error" && !isGenerated(from))
    .map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return { violations, read, expected };
}

/** Whether so few modules were read that the answer means nothing. */
export function isBlind({ read, expected }) {
  return expected === 0 || read < expected * LEAST_SHARE_READ;
}

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /[.]tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !isGenerated(file));
}

/** What Prisma writes follows its own rules. */
function isGenerated(file) {
  return /(^|[\\/])lib[\\/]db[\\/]generated[\\/]/.test(file);
}

function cruise(root, folders) {
  const main = fileURLToPath(import.meta.resolve("dependency-cruiser"));
  const program = path.resolve(path.dirname(main), "../../bin/dependency-cruise.mjs");
  const args = [program, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...folders];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => {
      try {
        resolve(JSON.parse(output));
      } catch {
        reject(new Error(`dependency-cruiser gave no report: ${errors.trim() || output.slice(0, 400)}`));
      }
    });
  });
}

if (isMain(import.meta))
  runScript(async () => {
    const result = await checkArrows(repository);
    for (const { rule, from, to } of result.violations) console.error(`${rule}: ${from} -> ${to}`);
    console.error(
      `${result.violations.length} forbidden imports in ${result.read} of ${result.expected} modules`,
    );
    if (isBlind(result))
      console.error("too few modules were read to trust this: is TypeScript the pinned one?");
    return result.violations.length > 0 || isBlind(result) ? 1 : 0;
  });
