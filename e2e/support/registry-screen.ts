import { expect, type Locator, type Page } from "@playwright/test";

/** Digits in groups of three, as the screens show them. */
export const grouped = (count: number): string => count.toLocaleString("en-US");

/** Opens the demo, whose person is signed in by itself, and goes to a registry's page. */
export async function openRegistry(page: Page, name: string): Promise<void> {
  await page.goto("/");
  await page.getByRole("list", { name: "Registries" }).getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
}

/** Presses "Run now" on a registry's page and opens the run that begins. */
export async function runAndOpen(page: Page): Promise<void> {
  const paths = () =>
    page
      .getByRole("table")
      .last()
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  // The page's parts come after its head; runs that are not shown yet would pass for new ones.
  await page.getByRole("table").last().waitFor();
  const known = await paths();
  await page.getByRole("button", { name: "Run now", exact: true }).click();
  let begun: string | undefined;
  await expect(async () => {
    begun = (await paths()).find((path) => !known.includes(path));
    expect(begun).toBeDefined();
  }).toPass();
  await page.locator(`a[href="${begun}"]`).first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^Sync of / })).toBeVisible();
}

/** The changes of a run's page that concern the row with this key: one for each side written to. */
export function changesOf(page: Page, key: string): Locator {
  return page
    .getByRole("region", { name: /^Changes/ })
    .getByRole("listitem")
    .filter({ has: page.getByText(key, { exact: true }) });
}
