import { expect, test } from "@playwright/test";
import { type Issuer, openIssuer } from "@/lib/services/sign-in/testing/issuer";
import { addDomain, enterOpenId, goToCompany, openSignInSettings, sendProvider } from "../support/company";

let issuer: Issuer;

test.beforeAll(async () => {
  issuer = await openIssuer({});
});
test.afterAll(() => issuer.close());

test("a provider that nobody answers for is refused with what was entered, and a domain counts only with its record", async ({
  page,
  browser,
}) => {
  const unique = Date.now();
  const [domain, name] = [`unproven-${unique}.example`, `Wrong ${unique}`];
  await page.goto("/");
  await openSignInSettings(page);
  await enterOpenId(page, name, issuer);
  await page.getByLabel("Issuer").fill(`${issuer.url}/elsewhere`);
  await page.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByText("No OpenID provider answers").first()).toBeVisible();
  await page.getByLabel("Issuer").fill(issuer.url);
  await sendProvider(page, name);

  await page.getByRole("button", { name: `Require ${name}` }).click();
  await expect(page.getByText("The organization has not proven a domain.")).toBeVisible();

  await addDomain(page, domain);
  await page.getByRole("button", { name: `Verify ${domain}` }).click();
  await expect(page.getByText("is not there yet")).toBeVisible();
  const stranger = await (await browser.newContext()).newPage();
  await goToCompany(stranger, `ada@${domain}`);
  await expect(stranger.getByText("No company signs in here with this domain.")).toBeVisible();
  await stranger.context().close();

  await page.getByRole("button", { name: "Delete" }).last().click();
  await page.getByRole("button", { name: `Delete ${name} for good` }).click();
  await expect(page.getByText(name)).toHaveCount(0);
  await page.getByRole("button", { name: `Remove ${domain}` }).click();
  await expect(page.getByText(domain, { exact: true })).toHaveCount(0);
});
