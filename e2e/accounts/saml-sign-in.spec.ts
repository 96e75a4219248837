import { expect } from "@playwright/test";
import { SamlpProvider } from "@/lib/auth/saml/testing/samlp-provider";
import { addDomain, addForgedSaml, goToCompany, openSignInSettings, proveDomain } from "../support/company";
import { readReady } from "../support/ready";
import { SandboxControl } from "../support/sandbox-control";
import { test } from "../support/watched-test";

let idp: SamlpProvider;

test.beforeAll(async () => {
  idp = await SamlpProvider.start();
});
test.afterAll(() => idp.stop());

test("nobody comes by an answer that another key signed, nor by a provider that is turned off", async ({
  page,
  browser,
}) => {
  const unique = Date.now();
  const [domain, name] = [`forged-${unique}.example`, `Forged ${unique}`];
  const email = `ada@${domain}`;
  await page.goto("/");
  await openSignInSettings(page);
  await addDomain(page, domain);
  await proveDomain(page, domain, new SandboxControl(readReady().sandbox.control));
  await addForgedSaml(page, name, idp);

  idp.somebody = { id: `u-${unique}`, email, givenName: "Ada", familyName: "Byron" };
  const other = await (await browser.newContext()).newPage();
  await goToCompany(other, email);
  await expect(other.getByText("Your company's sign-in did not work.")).toBeVisible();
  await page.getByRole("button", { name: `Turn ${name} off` }).click();
  await expect(page.getByRole("button", { name: `Turn ${name} on` })).toBeVisible();
  await goToCompany(other, email);
  await expect(other.getByText("No company signs in here with this domain.")).toBeVisible();
  await other.context().close();

  await page.getByRole("button", { name: "Delete" }).last().click();
  await page.getByRole("button", { name: `Delete ${name} for good` }).click();
  await expect(page.getByText(name)).toHaveCount(0);
  await page.getByRole("button", { name: `Remove ${domain}` }).click();
  await expect(page.getByText(domain, { exact: true })).toHaveCount(0);
});
