import { expect, type Page, test } from "@playwright/test";
import { type Issuer, openIssuer } from "../../lib/services/sign-in/testing/issuer";
import { signInByMail } from "../support/mail";
import { readReady } from "../support/ready";
import { SandboxControl } from "../support/sandbox-control";

let issuer: Issuer;

test.beforeAll(async () => {
  issuer = await openIssuer({});
});
test.afterAll(() => issuer.close());

/** A value that the screen shows to be copied. */
const shown = (page: Page, label: string): Promise<string> =>
  page
    .getByRole("button", { name: `Copy ${label}` })
    .locator("xpath=preceding-sibling::code")
    .innerText();

async function addProvider(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Add a provider" }).click();
  await page.getByRole("combobox").selectOption("Another OpenID provider");
  await page.getByLabel("Name").fill("Harbour ID");
  const client = await issuer.register(await shown(page, "Redirect URI"));
  await page.getByLabel("Issuer").fill(issuer.url);
  await page.getByLabel("Client ID").fill(client.clientId);
  await page.getByLabel("Client secret").fill(client.clientSecret);
  await page.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByRole("link", { name: "Try it" })).toBeVisible();
}

async function proveDomain(page: Page, domain: string, control: SandboxControl): Promise<void> {
  await page.getByLabel("Domain", { exact: true }).fill(domain);
  await page.getByRole("button", { name: "Add a domain" }).click();
  await page.getByRole("button", { name: `Verify ${domain}` }).click();
  await expect(page.getByText("is not there yet")).toBeVisible();
  await control.do("dns", "set-txt", {
    name: await shown(page, "Name"),
    values: [await shown(page, "Value")],
  });
  await page.getByRole("button", { name: `Verify ${domain}` }).click();
  await expect(page.getByText("Verified", { exact: true })).toBeVisible();
}

test("an owner requires the company's own sign-in, and a colleague comes by it", async ({
  page,
  browser,
}) => {
  const { control } = readReady().sandbox;
  const unique = Date.now();
  const domain = `harbour-${unique}.example`;
  const [owner, colleague] = [`ada@${domain}`, `bob@${domain}`];
  Object.assign(issuer.accounts, {
    ada: { email: owner, email_verified: true },
    bob: { email: colleague, email_verified: true, name: "Bob" },
  });
  await page.goto("/sign-in?out=1");
  await signInByMail(page, control, owner);
  await page.getByLabel("Name of the organization").fill(`Harbour ${unique}`);
  await page.getByRole("button", { name: "Make the organization" }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Sign-in" }).click();
  await addProvider(page);
  await proveDomain(page, domain, new SandboxControl(control));

  await page.getByRole("button", { name: "Require Harbour ID" }).click();
  await expect(page.getByText("You have not signed in by this provider")).toBeVisible();
  issuer.become("ada");
  await page.getByRole("link", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Yes, sign me in with Harbour ID" }).click();
  await expect(page.getByText("Tried by you")).toBeVisible();
  await page.getByRole("button", { name: /Let ada in always/ }).click();
  await expect(page.getByText("Always", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Require Harbour ID" }).click();
  await expect(page.getByText("Members get in by Harbour ID only.")).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  issuer.become("bob");
  await other.goto("/sign-in?out=1");
  await other.getByRole("button", { name: "Sign in with your company" }).click();
  await other.getByLabel("Your e-mail address at the company").fill(colleague);
  await other.getByRole("button", { name: "Go to my company's sign-in" }).click();
  await expect(other.getByText("No registries yet")).toBeVisible();
  await other.getByRole("link", { name: "Settings" }).click();
  await expect(other.getByRole("list", { name: "Members" }).getByText(colleague)).toBeVisible();
  await other.getByRole("link", { name: "Sign-in" }).click();
  await expect(other.getByText("For owners and admins")).toBeVisible();

  // A link in a mail proves who he is, and does not let him in here any more.
  await other.goto("/");
  await other.getByLabel("Menu of Bob").click();
  await other.getByRole("button", { name: "Sign out" }).click();
  await signInByMail(other, control, colleague);
  await expect(other.getByRole("heading", { name: `Sign in to Harbour ${unique}` })).toBeVisible();
  await other.getByRole("link", { name: "Sign in with Harbour ID" }).click();
  await expect(other.getByText("No registries yet")).toBeVisible();
  await other.context().close();
});
