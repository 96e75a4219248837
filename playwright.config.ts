import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "./scripts/chromium.mjs";

/** A running demo leaves its ready line here; `npm test` names that of the one it started. */
const readyFile = process.env.DEMO_READY_FILE ?? path.join(import.meta.dirname, ".data/demo/ready.json");
const demo = existsSync(readyFile)
  ? (JSON.parse(readFileSync(readyFile, "utf8")) as { url: string })
  : undefined;
const executablePath = findChromium();

export default defineConfig({
  testDir: "e2e",
  timeout: 120_000,
  // Two busy cores: a page may take its time, a state may not stay away.
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [["line"], ["json", { outputFile: process.env.E2E_REPORT ?? ".data/reports/e2e.json" }]],
  use: {
    // Before the test's own time is over, which would not say what was waited for.
    actionTimeout: 60_000,
    ...(demo === undefined ? {} : { baseURL: demo.url }),
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      args: CHROMIUM_FLAGS,
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
