import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = {
  "@": path.resolve(import.meta.dirname),
  // The package throws outside React's server condition; tests run in plain Node.
  "server-only": path.resolve(import.meta.dirname, "scripts/testing/server-only.ts"),
};

/** What keeps nothing in its modules: its tests may share a process. */
const ROOMS = "{lib/{connectors,engine,format},app,components,sandbox}/**/*.test.{ts,tsx}";

const UNIT = {
  exclude: ["**/*.db.test.ts", "node_modules/**"],
  // Vitest leaves one core idle otherwise.
  maxWorkers: 2,
  // No test is timed: this ends what hangs, also where others keep the machine busy.
  testTimeout: 30_000,
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          ...UNIT,
          name: "unit",
          include: [ROOMS],
          // A process for each of so many files takes longer than what they test.
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          ...UNIT,
          name: "unit-alone",
          include: ["{lib,inngest,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: [...UNIT.exclude, ROOMS],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "db",
          include: ["{lib,app,inngest,sandbox,scripts,bench}/**/*.db.test.ts"],
          globalSetup: ["scripts/testing/postgres.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
