import type { Browser, BrowserContext, Page } from "@playwright/test";
import { signUp } from "../../e2e/support/new-person";
import type { Given } from "./stage-registry";

export type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

export interface StagedOrganization {
  /** Its public id. */
  readonly org: string;
  /** The cookies of its owner. */
  readonly state: StorageState;
  /** May do all that its owner may. */
  readonly apiKey: string;
}

/** Somebody signs up to an organization of this name and something of its own, on the Free plan, and makes an API key. */
export async function signUpTo(
  browser: Browser,
  { ready }: Given,
  name: string,
): Promise<StagedOrganization> {
  const context = await browser.newContext({ baseURL: ready.url });
  const page = await context.newPage();
  await signUp(page, ready, `${name} ${Date.now()}`);
  const org = new URL(page.url()).pathname.split("/")[1] ?? "";
  const apiKey = await makeKey(page, org);
  const state = await context.storageState();
  await context.close();
  return { org, state, apiKey };
}

async function makeKey(page: Page, org: string): Promise<string> {
  await page.goto(`/${org}/settings/api-keys`);
  await page.getByRole("button", { name: "New API key" }).click();
  await page.getByLabel(/^Name/).fill("Nightly export");
  for (const scope of await page.getByRole("group", { name: "What it may do" }).getByRole("checkbox").all())
    await scope.check();
  await page.getByRole("button", { name: "Make key" }).click();
  return (await page.getByRole("status").locator("code").textContent()) ?? "";
}
