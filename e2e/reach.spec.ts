import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { type Due, dueScreens } from "../scripts/gallery/scene";
import { test } from "./support/demo-test";
import { SCREENS } from "./support/screens";
import { openDemo } from "./support/signed-in";

const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
/** What the dark can break that the light has not. */
const COLOURS = ["color-contrast", "link-in-text-block"];
const WINDOW = { width: 1280, height: 800 };
/** The same window at 200 %. */
const ZOOMED = { width: 640, height: 400 };

/** Where people spend their days. */
const MAIN = ["registries", "registry-runs", "registry-rows", "registry-conflicts", "settings-members"];
const TABS = 15;

/** A trace would hold axe itself, once for each look. */
test.use({ trace: "off", viewport: WINDOW, reducedMotion: "reduce" });

for (const isSignedOut of [false, true]) {
  const who = isSignedOut ? "nobody" : "a member";
  test(`axe finds nothing on any screen of ${who}, light and dark, and none scrolls sideways at 200 %`, async ({
    page,
    cities,
  }) => {
    test.setTimeout(300_000);
    if (!isSignedOut) await openDemo(page);
    const faults: string[] = [];
    const seen: string[] = [];
    const asked = SCREENS.filter(({ seenBy }) => (seenBy === "nobody") === isSignedOut);
    for (const screen of await dueScreens(cities.ready, asked)) {
      await open(page, screen);
      seen.push(screen.name);
      for (const fault of await faultsOf(page)) faults.push(`${screen.name}: ${fault}`);
    }
    expect(faults).toEqual([]);
    expect(seen.length).toBeGreaterThan(isSignedOut ? 2 : 20);
  });
}

for (const name of MAIN)
  test(`the first ${TABS} Tabs of ${name} each show where they are`, async ({ page, cities }) => {
    const [screen] = await dueScreens(
      cities.ready,
      SCREENS.filter((one) => one.name === name),
    );
    if (!screen) throw new Error(`there is no screen ${name}`);
    await openDemo(page);
    await open(page, screen);
    const stops = new Set<string>();
    for (let tab = 1; tab <= TABS; tab += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(focused);
      expect(stop, `Tab ${tab}, after ${[...stops].at(-1)}`).toMatchObject({
        isVisible: true,
        isMarked: true,
      });
      stops.add(stop.place);
    }
    // None of them holds the focus, and it goes to no place twice.
    expect(stops.size).toBe(TABS);
  });

/** Goes there and into the state. */
async function open(page: Page, screen: Due): Promise<void> {
  await page.goto(screen.at);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.getByRole("status", { name: "Loading" }).waitFor({ state: "detached" });
  await screen.reach?.(page);
}

async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const asked = colorScheme === "light" ? axe.withTags(RULES) : axe.withRules(COLOURS);
    const { violations } = await asked.analyze();
    // What a rule finds in a hundred rows of a table is one fault.
    for (const { id, nodes } of violations) {
      const { html = "", failureSummary = "" } = nodes[0] ?? {};
      faults.push(`${colorScheme}: ${id}, ${nodes.length} times: ${html.slice(0, 200)} ${failureSummary}`);
    }
  }
  await page.setViewportSize(ZOOMED);
  const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  if ((width ?? 0) > (room ?? 0)) faults.push(`is ${width} wide in a window of ${room}`);
  await page.setViewportSize(WINDOW);
  return faults;
}

/** What has the focus: whether it can be seen and has a mark of it, its own or of what holds it. */
function focused(): { place: string; isVisible: boolean; isMarked: boolean } {
  const element = document.activeElement ?? document.body;
  const path: number[] = [];
  for (let at: Element | null = element; at; at = at.parentElement)
    path.unshift([...(at.parentElement?.children ?? [])].indexOf(at));
  const { width, height, bottom, right } = element.getBoundingClientRect();
  const isVisible =
    element !== document.body &&
    width > 1 &&
    height > 1 &&
    bottom > 0 &&
    right > 0 &&
    element.checkVisibility();
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const isMarked = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  return { place: `${element.tagName} ${path.join(".")}`, isVisible, isMarked };
}
