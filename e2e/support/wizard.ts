import { expect, type Page } from "@playwright/test";

/** Opens the panel of a system among those that a place can be chosen in. */
export const chooseSystem = (page: Page, system: string): Promise<void> =>
  page.getByRole("list", { name: "Systems", exact: true }).getByRole("button", { name: system }).click();

/** Chooses a place in the list that is open, found by its name or URL. */
export async function choosePlace(page: Page, sought: string, title: RegExp): Promise<void> {
  await page.getByRole("searchbox").fill(sought);
  await page.getByRole("list", { name: "Places", exact: true }).getByRole("button", { name: title }).click();
  await expect(page.getByRole("status").filter({ hasText: /\bSaved/ })).toBeVisible();
}

/** To the next step, once nothing is missing of this one. */
export async function continueTo(page: Page, step: string, question: string): Promise<void> {
  await page.getByRole("button", { name: `Continue to ${step}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: question })).toBeVisible();
}

/** Connects Notion by its consent page, from within a step, and comes back to it. */
export async function agreeAtNotion(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Continue to Notion" }).click();
  await page.getByRole("button", { name: "Allow access" }).click();
  await expect(page.getByText("Connected. Registries can use it")).toBeVisible();
}

/** Connects the sandbox's Google account with all of its spreadsheets. */
export async function agreeAtGoogle(page: Page): Promise<void> {
  await page.getByText("Or open every spreadsheet").click();
  await page.getByRole("link", { name: "Continue to Google" }).last().click();
  await page.getByLabel("owner@example.com").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Connected. Registries can use it")).toBeVisible();
}

export async function connectTheDatabase(page: Page, name: string, url: string): Promise<void> {
  await page.getByLabel(/^Name/).fill(name);
  await page.getByLabel(/^URL/).fill(url);
  await page.getByRole("button", { name: "Connect the database" }).click();
}
