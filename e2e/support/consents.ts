import { expect, type Page } from "@playwright/test";

/** The account that the sandbox's Google offers. */
const GOOGLE_ACCOUNT = "owner@example.com";

export async function connectNotion(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Connect Notion", exact: true }).click();
  await page.getByRole("link", { name: "Continue to Notion" }).click();
  await page.getByRole("button", { name: "Allow access" }).click();
  await expect(page.getByText("Connected. Registries can use it")).toBeVisible();
}

export async function connectGoogle(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Connect Google", exact: true }).click();
  await page.getByRole("link", { name: "Continue to Google" }).first().click();
  await page.getByLabel(GOOGLE_ACCOUNT).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Connected. Registries can use it")).toBeVisible();
}

export async function connectDatabase(page: Page, name: string, url: string): Promise<void> {
  await page.getByRole("button", { name: "Connect PostgreSQL", exact: true }).click();
  // Not by a part: the hint of the CA certificate speaks of a host name.
  await page.getByLabel(/^Name/).fill(name);
  await page.getByLabel(/^URL/).fill(url);
  await page.getByRole("button", { name: "Connect the database" }).click();
  await expect(page.getByRole("listitem", { name })).toContainText("Working");
}
