import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import type { BrowserContext } from "@playwright/test";
import { type Ready, readReady } from "../../e2e/support/ready";
import { startDemo } from "../demo/child.mjs";

const root = path.resolve(import.meta.dirname, "../..");

export interface DemoToShow {
  readonly ready: Ready;
  /** Nobody else looks at it, so that it can be brought into any state. */
  readonly isOurs: boolean;
  /** Ends the demo if it was started for us. */
  readonly stop: () => Promise<void>;
}

/** The demo whose ready file DEMO_READY_FILE names, or one that is started anew in .data/`folder`. */
export async function demoToShow(folder: string): Promise<DemoToShow> {
  const file = process.env.DEMO_READY_FILE;
  if (file !== undefined && existsSync(file))
    return { ready: readReady(file), isOurs: false, stop: async () => {} };
  console.error("starting a demo");
  const directory = path.join(root, ".data", folder);
  rmSync(directory, { recursive: true, force: true });
  const demo = await startDemo(root, directory);
  return { ready: (await demo.ready) as Ready, isOurs: true, stop: demo.stop };
}

/** The demo's person is signed in by opening it. */
export async function signIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await page.close();
}
