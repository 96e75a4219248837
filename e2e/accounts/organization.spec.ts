import { expect, type Page } from "@playwright/test";
import pg from "pg";
import { test } from "../support/demo-test";
import { signInByMail } from "../support/mail";

async function makeOrganization(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name of the organization").fill(name);
  await page.getByRole("button", { name: "Make the organization" }).click();
  await expect(page.getByText("No registries yet")).toBeVisible();
}

async function openGeneral(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Settings" }).click();
  // It leads on: what is pressed before it has would be overtaken.
  await expect(page).toHaveURL(/\/settings\/members$/);
  await page.getByRole("link", { name: "General" }).click();
  await expect(page.getByLabel("Name of the organization")).toBeVisible();
}

/** The menu of organizations, opened by keyboard. */
async function openSwitcher(page: Page) {
  await page.getByRole("button", { name: /^Organization / }).focus();
  await page.keyboard.press("Enter");
  const switcher = page.getByRole("menu");
  await expect(switcher).toBeVisible();
  return switcher;
}

/** As if the person had signed in eleven minutes ago. */
async function ageSessions(databaseUrl: string, email: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `update session set created_at = created_at - interval '11 minutes'
        where person_id = (select id from person where email = $1)`,
      [email],
    );
  } finally {
    await client.end();
  }
}

test("an owner makes two organizations, switches by keyboard, renames one, deletes it and keeps it", async ({
  page,
  cities,
}) => {
  const unique = Date.now();
  const [first, second, renamed] = [`Harbour ${unique}`, `Airport ${unique}`, `Quay ${unique}`];
  await page.goto("/sign-in?out=1");
  await signInByMail(page, cities.ready.sandbox.control, `olga.${unique}@example.com`);
  await makeOrganization(page, first);
  const harbour = new URL(page.url()).pathname;

  const switcher = await openSwitcher(page);
  await switcher.getByRole("menuitem", { name: "New organization" }).click();
  await makeOrganization(page, second);
  await expect(page.getByRole("banner").getByText(second).first()).toBeVisible();

  const again = await openSwitcher(page);
  await again.getByRole("menuitem", { name: first }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${harbour}$`));

  await openGeneral(page);
  await page.getByLabel("Name of the organization").fill(renamed);
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByRole("banner").getByText(renamed).first()).toBeVisible();

  const remove = page.getByRole("button", { name: "Delete organization" });
  await expect(remove).toBeDisabled();
  await page.getByLabel(/Type its name to confirm/).fill(renamed);
  await remove.click();
  const banner = page.getByRole("alert").filter({ hasText: "will be deleted on" });
  await expect(banner).toBeVisible();
  await expect(page.getByLabel("Name of the organization")).toHaveCount(0);
  await page.getByRole("link", { name: "Registries" }).click();
  await expect(banner).toBeVisible();

  await banner.getByRole("button", { name: "Keep it" }).click();
  await expect(banner).toHaveCount(0);
  await openGeneral(page);
  await expect(page.getByLabel("Name of the organization")).toHaveValue(renamed);
});

test("somebody who signed in a while ago signs in again before he deletes or changes how people sign in", async ({
  page,
  cities,
}) => {
  const unique = Date.now();
  await page.goto("/sign-in?out=1");
  await signInByMail(page, cities.ready.sandbox.control, `otto.${unique}@example.com`);
  await makeOrganization(page, `Mill ${unique}`);
  await ageSessions(cities.ready.databaseUrl, `otto.${unique}@example.com`);
  await openGeneral(page);
  await expect(page.getByRole("button", { name: "Delete organization" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Sign in again" })).toBeVisible();
  await page.getByRole("link", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Add a provider" }).click();
  await page.getByLabel("Issuer").fill("https://id.example.com");
  await page.getByLabel("Client ID").fill("half filled in");
  await page.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByText("This needs a sign-in")).toBeVisible();
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Sign in again" }).click();
  const beside = await opened;
  await beside.getByRole("button", { name: "Sign in again" }).click();
  await signInByMail(beside, cities.ready.sandbox.control, `otto.${unique}@example.com`);
  await expect(beside.getByRole("button", { name: "Add a provider" })).toBeVisible();
  await beside.close();
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(page.getByText("Changes here need a sign-in")).toHaveCount(0);
  await expect(page.getByLabel("Client ID")).toHaveValue("half filled in");
  await openGeneral(page);
  await expect(page.getByRole("button", { name: "Delete organization" })).toBeVisible();
});
