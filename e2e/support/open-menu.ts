import type { Locator, Page } from "@playwright/test";

/** Opens what lies over the page, which is fetched by its first opening. */
export async function openMenu(page: Page, button: Locator): Promise<void> {
  await button.click();
  await page.getByRole("menu").or(page.getByRole("dialog")).first().waitFor();
}
