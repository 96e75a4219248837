import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = {
  "@": path.resolve(import.meta.dirname),
  // The package throws outside React's server condition; tests run in plain Node.
  "server-only": path.resolve(import.meta.dirname, "scripts/testing/server-only.ts"),
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,app,components,inngest,sandbox,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts", "node_modules/**"],
          // Vitest leaves one core idle otherwise.
          maxWorkers: 2,
          // No test is timed: this ends what hangs, also where others keep the machine busy.
          testTimeout: 30_000,
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
