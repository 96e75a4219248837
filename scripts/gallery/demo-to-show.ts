import { existsSync } from "node:fs";
import path from "node:path";
import type { BrowserContext } from "@playwright/test";
import { type Ready, readReady } from "../../e2e/support/ready";
import { startDemo } from "../demo/child.mjs";

const root = path.resolve(import.meta.dirname, "../..");

export interface DemoToShow {
  readonly ready: Ready;
  /** Ends the demo if it was started for us. */
  readonly stop: () => Promise<void>;
}

/** The demo whose ready file DEMO_READY_FILE names, or one that is started in .data/`folder`. */
export async function demoToShow(folder: string): Promise<DemoToShow> {
  const file = process.env.DEMO_READY_FILE;
  if (file !== undefined && existsSync(file)) return { ready: readReady(file), stop: async () => {} };
  console.error("starting a demo");
  const demo = await startDemo(root, path.join(root, ".data", folder));
  return { ready: (await demo.ready) as Ready, stop: demo.stop };
}

/** The demo's person is signed in by opening it. */
export async function signIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await page.close();
}
