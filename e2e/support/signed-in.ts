import { type BrowserContext, expect, type Page } from "@playwright/test";

/** What no answer may hold: stacks, files, SQL, versions, values of the environment. */
export const INSIDE =
  /node_modules|\n\s+at |file:\/\/|\/(home|work|usr|tmp)\/|postgres:\/\/|signkey-|next@|\bselect .* from\b/i;

/** Opens the demo, whose person is signed in by itself. */
export async function openDemo(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("list", { name: "Registries" })).toBeVisible();
}

/** The browser's cookies, for a request by hand. */
export async function cookieOf(context: BrowserContext): Promise<string> {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}
