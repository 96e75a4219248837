import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContext, chromium, expect, type Page } from "@playwright/test";
import type { Ready } from "../e2e/support/ready";
import { SCREENS } from "../e2e/support/screens";
import { CHROMIUM_FLAGS, ensureChromium } from "./chromium.mjs";
import { albumOf, type Shown } from "./gallery/album";
import { demoToShow, signIn } from "./gallery/demo-to-show";
import { LOOKS, type Look, looksOf, pictureOf, THEMES, WIDTHS } from "./gallery/looks";
import { type Due, dueScreens } from "./gallery/scene";
import { type OnStage, setStage } from "./gallery/stage";
import { runScript } from "./plain-error.mjs";

const root = path.resolve(import.meta.dirname, "..");
const album = path.join(root, ".data/gallery");
const HEIGHT = 900;

/**
 * Pictures of every screen in every state it can be brought into, in both themes and three widths, and of the most used
 * in high contrast, with an index. Of a demo that it starts and ends, which it brings into these states first, or of the
 * one whose ready file DEMO_READY_FILE names, with `--stage` in these states too. `--only NAME,NAME`: these screens alone.
 */
runScript(async () => {
  const { only, stage: isStaged } = parseArgs({
    options: { only: { type: "string" }, stage: { type: "boolean" } },
  }).values;
  const { ready, isOurs, stop } = await demoToShow("gallery-demo");
  const browser = await chromium.launch({ args: CHROMIUM_FLAGS, executablePath: ensureChromium() });
  try {
    const asked = SCREENS.filter(({ name }) => only === undefined || only.split(",").includes(name));
    const set = isOurs || isStaged ? await setStage(ready, browser) : null;
    const due = await dueScreens(ready, asked, set?.stage ?? null);
    if (only === undefined) rmSync(album, { recursive: true, force: true });
    mkdirSync(album, { recursive: true });
    const faults = new Map(due.map(({ name }) => [name, new Set<string>()]));
    for (const look of LOOKS) await pictureAll(browser, { ready, due, look, faults, cookies: set?.cookies });
    const shown: Shown[] = due.map(({ name, at }) => ({
      name,
      address: at,
      faults: [...(faults.get(name) ?? [])],
    }));
    const missing = asked.filter(({ name }) => !faults.has(name)).map(({ name }) => name);
    writeFileSync(path.join(album, "index.html"), albumOf(shown, missing));
    for (const one of shown) for (const fault of one.faults) console.log(`${one.name}: ${fault}`);
    const taken = due.reduce((sum, { name }) => sum + looksOf(name).length, 0);
    console.log(`${due.length} screens, ${taken} pictures: ${path.join(album, "index.html")}`);
  } finally {
    await browser.close();
    await stop();
  }
});

interface Round {
  readonly ready: Ready;
  readonly due: readonly Due[];
  readonly look: Look;
  /** What is wrong with each screen, in any look. */
  readonly faults: ReadonlyMap<string, Set<string>>;
  /** The cookies of those who have an organization of their own; none = nobody has. */
  readonly cookies: OnStage["cookies"] | undefined;
}

/** Undefined is the demo's own person. */
const VISITORS = [undefined, "newcomer", "full", "over", "nobody"] as const;

/** One look of all screens that have it, by who sees them. */
async function pictureAll(browser: Browser, { ready, due, look, faults, cookies }: Round): Promise<void> {
  const inLook = due.filter(({ name }) => looksOf(name).includes(look));
  for (const visitor of VISITORS) {
    const context = await browser.newContext({
      baseURL: ready.url,
      viewport: { width: WIDTHS[look.device], height: HEIGHT },
      ...THEMES[look.theme],
      reducedMotion: "reduce",
      ...(visitor && visitor !== "nobody" && cookies ? { storageState: cookies[visitor] } : {}),
    });
    if (visitor === undefined) await signIn(context);
    for (const screen of inLook.filter(({ seenBy }) => seenBy === visitor)) {
      const found = await picture(context, screen, look);
      for (const fault of found) faults.get(screen.name)?.add(`${fault} (${look.theme}, ${look.device})`);
    }
    await context.close();
  }
}

/** Takes the picture; says what is wrong with the screen. */
async function picture(context: BrowserContext, screen: Due, look: Look): Promise<string[]> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  try {
    await page.goto(screen.at);
    await settled(page);
    await screen.reach?.(page);
    await answered(page);
  } catch (error) {
    faults.push(`not brought there: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
  }
  if (await scrollsSideways(page)) faults.push("scrolls sideways");
  // What lies over the page is as high as the window.
  await page.screenshot({ path: path.join(album, pictureOf(screen.name, look)), fullPage: !screen.reach });
  await page.close();
  return faults;
}

/** What a page asks for once it stands. */
const ASKING = /^(Asking|Checking every|Comparing|counting|Loading|Looking)\b/;

const answered = (page: Page): Promise<void> =>
  expect(page.getByText(ASKING).filter({ visible: true })).toHaveCount(0, { timeout: 30_000 });

/** Everything is there, also what is drawn once somebody has scrolled to it. */
async function settled(page: Page): Promise<void> {
  await page.getByRole("status", { name: "Loading" }).waitFor({ state: "detached" });
  await answered(page);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  for (const figure of await page.locator("figure").all()) await figure.scrollIntoViewIfNeeded();
  await expect(page.locator("figure [aria-hidden] > div:empty")).toHaveCount(0);
  await page.evaluate(() => window.scrollTo(0, 0));
}

const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
