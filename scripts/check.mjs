import path from "node:path";
import { generateClient } from "./generate.mjs";
import { runLanes } from "./lanes.mjs";
import { isMain, runScript } from "./plain-error.mjs";

/** Where test runners leave their JSON, relative to the repository. */
export const REPORTS = ".data/reports";

const vitest = (name, project = name) => {
  const report = path.join(REPORTS, `${name}.json`);
  return {
    name,
    program: "node_modules/vitest/vitest.mjs",
    args: [
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    report,
  };
};

/** The fast lane: what needs neither database nor browser. The longest come first. */
export const CHECKS = [
  vitest("unit", "unit*"),
  { name: "types", program: "scripts/type-check.mjs" },
  { name: "dead code", program: "node_modules/knip/bin/knip.js", args: ["--no-progress"] },
  { name: "lint", program: "node_modules/@biomejs/biome/bin/biome", args: ["check", "."] },
  { name: "arrows", program: "scripts/arrows.mjs" },
];

export const DATABASE_TESTS = vitest("db");

if (isMain(import.meta))
  runScript(async () => {
    await generateClient();
    const results = await runLanes(CHECKS);
    return results.every(({ ok }) => ok) ? 0 : 1;
  });
