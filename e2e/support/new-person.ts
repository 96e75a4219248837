import { expect, type Page } from "@playwright/test";
import { signInByMail } from "./mail";
import type { Ready } from "./ready";

/** From the sign-up page to an organization of one's own, by the link in the mail. */
export async function signUp(page: Page, { sandbox }: Ready, organization: string): Promise<void> {
  const email = `ada@${organization.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.example`;
  await page.goto("/sign-in?out=1");
  await signInByMail(page, sandbox.control, email);
  await page.getByLabel("Name of the organization").fill(organization);
  await page.getByRole("button", { name: "Make the organization" }).click();
  await expect(page.getByText("No registries yet")).toBeVisible();
}

/** The customer's database beside ours, which the demo makes with or without registries. */
export function customerUrl({ databaseUrl }: Ready): string {
  const url = new URL(databaseUrl);
  url.pathname = "/acme";
  return url.href;
}
