import { type Browser, chromium, type Page } from "@playwright/test";
import type { Ready } from "../../e2e/support/ready";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";
import { signIn } from "../../scripts/gallery/demo-to-show";
import { dueScreens } from "../../scripts/gallery/scene";
import { scriptBytesOf } from "../document-scripts";

export interface PagesInput {
  readonly ready: Ready;
  /** How often each screen is opened by a browser that has seen nothing of us. */
  readonly loads: number;
}

/** One screen as it opens. */
export interface PageLine {
  readonly name: string;
  /** The scripts that its document asks for, each compressed by gzip. */
  readonly scriptBytes: number;
  /** From the start of the navigation to the largest contentful paint, ms; one entry per load. */
  readonly paintedMs: readonly number[];
}

/** Every screen that the demo has something to show on, as it opens. Throws where one is not answered with success. */
export async function measure({ ready, loads }: PagesInput): Promise<readonly PageLine[]> {
  const due = (await dueScreens(ready)).filter(({ reach }) => reach === undefined);
  const browser = await chromium.launch({ args: CHROMIUM_FLAGS, executablePath: ensureChromium() });
  try {
    const lines: PageLine[] = [];
    const sizes = new Map<string, number>();
    for (const isSignedOut of [false, true]) {
      const visitor = await visitorOf(browser, ready.url, isSignedOut);
      for (const screen of due.filter(({ seenBy }) => (seenBy === "nobody") === isSignedOut)) {
        const scriptBytes = await scriptBytesOf(visitor.request, screen.at, sizes);
        const paintedMs: number[] = [];
        while (paintedMs.length < loads) paintedMs.push(await visitor.firstLoad(screen.at));
        lines.push({ name: screen.name, scriptBytes, paintedMs });
      }
    }
    return lines;
  } finally {
    await browser.close();
  }
}

async function visitorOf(browser: Browser, url: string, isSignedOut: boolean) {
  const context = await browser.newContext({ baseURL: url });
  if (!isSignedOut) await signIn(context);
  const storageState = await context.storageState();
  return {
    request: context.request,
    /** In a context of its own: nothing is in the browser's cache. */
    firstLoad: async (address: string): Promise<number> => {
      const fresh = await browser.newContext({ baseURL: url, storageState });
      const painted = await paintedAfter(await fresh.newPage(), address);
      await fresh.close();
      return painted;
    },
  };
}

/** The largest contentful paint once everything that was loading is there, ms after the navigation began. */
async function paintedAfter(page: Page, address: string): Promise<number> {
  await page.goto(address);
  await page.getByRole("status", { name: "Loading" }).waitFor({ state: "detached" });
  return page.evaluate(async () => {
    await document.fonts.ready;
    // A paint is told of after the frame that made it.
    for (const _ of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve));
    return new Promise<number>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
        type: "largest-contentful-paint",
        buffered: true,
      });
    });
  });
}
