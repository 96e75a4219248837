import { chromium } from "@playwright/test";
import type { Ready } from "../../e2e/support/ready";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";
import { signIn } from "../../scripts/gallery/demo-to-show";
import { dueScreens } from "../../scripts/gallery/scene";

export interface ScreensInput {
  readonly ready: Ready;
  /** How often each screen is asked for before it counts, and how often then. */
  readonly warmUps: number;
  readonly asked: number;
}

export interface ScreenLine {
  readonly name: string;
  /** From the request to the last byte of the document, over loopback, ms; one entry per request. */
  readonly tookMs: readonly number[];
}

/** Asks for every screen of the signed-in person again and again, one at a time. Throws where one is not answered with success. */
export async function measure({ ready, warmUps, asked }: ScreensInput): Promise<readonly ScreenLine[]> {
  const due = (await dueScreens(ready)).filter(
    ({ seenBy, reach }) => seenBy !== "nobody" && reach === undefined,
  );
  const headers = { cookie: await cookieOfDemo(ready.url) };
  const lines: ScreenLine[] = [];
  for (const { name, at } of due) {
    const tookMs: number[] = [];
    for (let n = 0; n < warmUps + asked; n += 1) tookMs.push(await timeOf(`${ready.url}${at}`, headers));
    lines.push({ name, tookMs: tookMs.slice(warmUps) });
  }
  return lines;
}

async function timeOf(address: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const started = performance.now();
  const response = await fetch(address, { headers, redirect: "manual" });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${address} was answered with ${response.status}`);
  return performance.now() - started;
}

async function cookieOfDemo(url: string): Promise<string> {
  const browser = await chromium.launch({ args: CHROMIUM_FLAGS, executablePath: ensureChromium() });
  try {
    const context = await browser.newContext({ baseURL: url });
    await signIn(context);
    return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  } finally {
    await browser.close();
  }
}
