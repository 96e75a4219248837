import { expect, type Page } from "@playwright/test";
import type { SamlpProvider } from "@/lib/auth/saml/testing/samlp-provider";
import { testKey } from "@/lib/auth/saml/testing/test-key";
import type { Issuer } from "@/lib/services/sign-in/testing/issuer";
import type { SandboxControl } from "./sandbox-control";

/** A value that the screen shows to be copied. */
const shown = (page: Page, label: string): Promise<string> =>
  page
    .getByRole("button", { name: `Copy ${label}` })
    .last()
    .locator("xpath=preceding-sibling::code")
    .innerText();

export async function openSignInSettings(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Sign-in" }).click();
  await expect(page.getByRole("heading", { name: "Identity providers" })).toBeVisible();
}

export async function addDomain(page: Page, domain: string): Promise<void> {
  await page.getByLabel("Domain", { exact: true }).fill(domain);
  await page.getByRole("button", { name: "Add a domain" }).click();
  await expect(page.getByRole("button", { name: `Verify ${domain}` })).toBeVisible();
}

/** Puts the record that the screen shows where the domain's DNS is kept, and has it looked for. */
export async function proveDomain(page: Page, domain: string, control: SandboxControl): Promise<void> {
  await control.do("dns", "set-txt", {
    name: await shown(page, "Name"),
    values: [await shown(page, "Value")],
  });
  await page.getByRole("button", { name: `Verify ${domain}` }).click();
  await expect(page.getByRole("button", { name: `Verify ${domain}` })).toHaveCount(0);
}

/** Fills in the form for an OpenID provider, as the provider has registered us; does not send it. */
export async function enterOpenId(page: Page, name: string, issuer: Issuer): Promise<void> {
  await page.getByRole("button", { name: "Add a provider" }).click();
  await page.getByRole("combobox", { name: /^Provider/ }).selectOption("Another OpenID provider");
  await page.getByRole("textbox", { name: /^Name/ }).fill(name);
  const client = await issuer.register(await shown(page, "Redirect URI"));
  await page.getByLabel("Issuer").fill(issuer.url);
  await page.getByLabel("Client ID").fill(client.clientId);
  await page.getByLabel("Client secret").fill(client.clientSecret);
}

async function beginSaml(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add a provider" }).click();
  await page.getByRole("combobox", { name: /^Provider/ }).selectOption("SAML 2.0");
  await page.getByRole("textbox", { name: /^Name/ }).fill(name);
}

/** Adds a SAML provider by the address of its metadata. */
export async function addSaml(page: Page, name: string, idp: SamlpProvider): Promise<void> {
  await beginSaml(page, name);
  await page.getByLabel("Metadata URL").fill(idp.entityId);
  await sendProvider(page, name);
}

/** The provider changes its key, which is looked at and believed from then on. */
export async function changeSamlKey(page: Page, name: string, idp: SamlpProvider): Promise<void> {
  idp.key = testKey("changed.example");
  await page.getByRole("button", { name: `Read the metadata of ${name} again` }).click();
  await expect(page.getByText("New certificate, until")).toBeVisible();
  await page.getByRole("button", { name: `Take over what ${name} tells now` }).click();
  await expect(page.getByText("New certificate, until")).toHaveCount(0);
}

/** Adds a SAML provider by hand, with a certificate that is not its own. */
export async function addForgedSaml(page: Page, name: string, idp: SamlpProvider): Promise<void> {
  await beginSaml(page, name);
  await page.getByRole("combobox", { name: /^Known by/ }).selectOption("Its values, by hand");
  await page.getByLabel("Entity ID of the provider").fill(idp.entityId);
  await page.getByLabel("Single sign-on URL").fill(idp.ssoUrl);
  await page.getByLabel("Signing certificate").fill(testKey("another.example").certificate);
  await sendProvider(page, name);
}

export async function sendProvider(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByRole("button", { name: `Turn ${name} off` })).toBeVisible();
}

export async function goToCompany(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in?out=1");
  await page.getByRole("button", { name: "Sign in with your company" }).click();
  await page.getByLabel("Your e-mail address at the company").fill(email);
  await page.getByRole("button", { name: "Go to my company's sign-in" }).click();
}
