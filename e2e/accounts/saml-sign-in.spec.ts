import { expect, type Page, test } from "@playwright/test";
import { SamlpProvider } from "@/lib/auth/saml/testing/samlp-provider";
import { testKey } from "@/lib/auth/saml/testing/test-key";
import { type Ready, readReady } from "../support/ready";

let idp: SamlpProvider;
let ready: Ready;

test.beforeAll(async () => {
  ready = readReady();
  idp = await SamlpProvider.start();
});

test.afterAll(() => idp.stop());

/** Puts the record that the screen shows where the domain's DNS is kept, and has it looked for. */
async function proveDomain(page: Page, domain: string): Promise<void> {
  await page.getByLabel("Domain", { exact: true }).fill(domain);
  await page.getByRole("button", { name: "Add a domain" }).click();
  const value = page.getByText(/^chittysync-verify=/).last();
  await expect(value).toBeVisible();
  const answer = await fetch(`${ready.sandbox.control}/dns/set-txt`, {
    method: "POST",
    body: JSON.stringify({ name: `_chittysync.${domain}`, values: [await value.textContent()] }),
  });
  expect(answer.ok).toBe(true);
  await page.getByRole("button", { name: `Verify ${domain}` }).click();
  await expect(page.getByRole("button", { name: `Verify ${domain}` })).toHaveCount(0);
}

/** The address of the identity provider's metadata, entered on our screen. */
async function addProvider(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add a provider" }).click();
  await page.getByRole("combobox", { name: /^Provider/ }).selectOption("SAML 2.0");
  await page.getByRole("textbox", { name: /^Name/ }).fill(name);
  await page.getByLabel("Metadata URL").fill(idp.entityId);
  await page.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByRole("button", { name: `Turn ${name} off` })).toBeVisible();
}

/** The provider changes its key, which is looked at and believed from then on. */
async function changeKey(page: Page, name: string): Promise<void> {
  idp.key = testKey("changed.example");
  await page.getByRole("button", { name: `Read the metadata of ${name} again` }).click();
  await expect(page.getByText("New certificate, until")).toBeVisible();
  await page.getByRole("button", { name: `Take over what ${name} tells now` }).click();
  await expect(page.getByText("New certificate, until")).toHaveCount(0);
}

async function goToCompany(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in?out=1");
  await page.getByRole("button", { name: "Sign in with your company" }).click();
  await page.getByLabel("Your e-mail address at the company").fill(email);
  await page.getByRole("button", { name: "Go to my company's sign-in" }).click();
}

test("an owner sets SAML up, and a colleague comes by the company's identity provider", async ({
  page,
  browser,
}) => {
  const unique = Date.now();
  const domain = `harbour-${unique}.example`;
  const name = `Harbour ${unique}`;
  await page.goto("/");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Sign-in" }).click();
  await proveDomain(page, domain);
  await addProvider(page, name);
  await changeKey(page, name);

  idp.somebody = { id: `u-${unique}`, email: `ada@${domain}`, givenName: "Ada", familyName: "Byron" };
  const context = await browser.newContext();
  const other = await context.newPage();
  await goToCompany(other, `ada@${domain}`);
  await other.waitForURL(new RegExp(`/${ready.org}`));
  const cookies = await context.cookies(ready.url);
  const session = cookies.find(({ name: cookie }) => cookie === "chittysync_session");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  await other.goto("/account");
  await expect(other.getByText(`ada@${domain}`).first()).toBeVisible();

  // The same person again, in a third browser; then nobody once the provider is turned off.
  idp.signsResponse = true;
  const third = await (await browser.newContext()).newPage();
  await goToCompany(third, `ada@${domain}`);
  await third.waitForURL(new RegExp(`/${ready.org}`));
  await third.goto("/account");
  await expect(third.getByText(`ada@${domain}`).first()).toBeVisible();
  await page.getByRole("button", { name: `Turn ${name} off` }).click();
  await expect(page.getByRole("button", { name: `Turn ${name} on` })).toBeVisible();
  // The demo signs its own person in where nobody is.
  await third.goto("/");
  await third.goto("/account");
  await expect(third.getByRole("heading").first()).toBeVisible();
  await expect(third.getByText(`ada@${domain}`)).toHaveCount(0);

  await page.getByRole("button", { name: "Delete" }).last().click();
  await page.getByRole("button", { name: `Delete ${name} for good` }).click();
  await expect(page.getByText(name)).toHaveCount(0);
  await page.getByRole("button", { name: `Remove ${domain}` }).click();
  await expect(page.getByText(domain, { exact: true })).toHaveCount(0);
  await Promise.all([context.close(), third.context().close()]);
});
