import { expect, type Page } from "@playwright/test";
import { SamlpProvider } from "@/lib/auth/saml/testing/samlp-provider";
import { type Issuer, openIssuer } from "@/lib/services/sign-in/testing/issuer";
import {
  addDomain,
  addSaml,
  changeSamlKey,
  enterOpenId,
  goToCompany,
  openSignInSettings,
  proveDomain,
  sendProvider,
} from "../support/company";
import { connectDatabase, connectGoogle, connectNotion } from "../support/consents";
import { CustomerTable } from "../support/customer-table";
import { linkSentTo, signInByMail } from "../support/mail";
import { customerUrl } from "../support/new-person";
import { readReady } from "../support/ready";
import { SandboxControl } from "../support/sandbox-control";
import { test } from "../support/watched-test";

let issuer: Issuer;
let idp: SamlpProvider;

test.beforeAll(async () => {
  issuer = await openIssuer({});
  idp = await SamlpProvider.start();
});
test.afterAll(() => Promise.all([issuer.close(), idp.stop()]));

const OPENID = "Harbour ID";
const SAML = "Harbour SAML";

/** Nothing of the demo's own organization is used, so the story is the same with `--no-seed`. */
test("a new user: signs up, invites, connects three systems, and has the company sign in by OpenID and by SAML", async ({
  page,
  browser,
}) => {
  // Four people and seven sign-ins: on busy cores that is a minute.
  test.setTimeout(240_000);
  const ready = readReady();
  const { control } = ready.sandbox;
  const unique = Date.now();
  const [organization, domain] = [`Harbour ${unique}`, `harbour-${unique}.example`];
  const [ada, bob, cleo, dan] = ["ada", "bob", "cleo", "dan"].map((who) => `${who}@${domain}`) as [
    string,
    string,
    string,
    string,
  ];
  Object.assign(issuer.accounts, {
    ada: { email: ada, email_verified: true },
    bob: { email: bob, email_verified: true, name: "Bob" },
    cleo: { email: cleo, email_verified: true, name: "Cleo" },
  });
  const newBrowser = async (): Promise<Page> => (await browser.newContext()).newPage();

  await page.goto("/sign-in?out=1");
  await signInByMail(page, control, ada);
  await expect(page.getByRole("heading", { name: /Welcome/ })).toBeVisible();
  await page.getByLabel("Name of the organization").fill(organization);
  await page.getByRole("button", { name: "Make the organization" }).click();
  await expect(page.getByText("No registries yet")).toBeVisible();

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Invite by e-mail").fill(bob);
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByRole("list", { name: "Invitations" }).getByText(bob)).toBeVisible();
  const colleague = await newBrowser();
  await colleague.goto(await linkSentTo(control, bob, /invitations\//));
  await expect(colleague.getByRole("heading", { name: `Join ${organization}` })).toBeVisible();
  await colleague.getByRole("link", { name: "Sign in" }).click();
  await signInByMail(colleague, control, bob);
  await colleague.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(colleague.getByText("No registries yet")).toBeVisible();
  await colleague.getByRole("link", { name: "Settings" }).click();
  await expect(colleague.getByRole("list", { name: "Members" }).getByText(ada)).toBeVisible();
  await expect(colleague.getByLabel("Invite by e-mail")).toHaveCount(0);

  await page.getByRole("link", { name: "Connections" }).click();
  await connectNotion(page);
  await connectGoogle(page);
  const url = customerUrl(ready);
  const harbours = new CustomerTable({ url, schema: "public", table: `harbours_${unique}` });
  await harbours.query(`create table ${harbours.name} (code text primary key)`);
  await connectDatabase(page, "Warehouse", url);

  await openSignInSettings(page);
  await addDomain(page, domain);
  await page.getByRole("button", { name: `Verify ${domain}` }).click();
  await expect(page.getByText("is not there yet")).toBeVisible();
  await proveDomain(page, domain, new SandboxControl(control));
  // A slip costs nothing that was entered besides.
  await enterOpenId(page, OPENID, issuer);
  await page.getByLabel("Issuer").fill(`${issuer.url}/elsewhere`);
  await page.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByText("No OpenID provider answers").first()).toBeVisible();
  await page.getByLabel("Issuer").fill(issuer.url);
  await sendProvider(page, OPENID);
  await page.getByRole("button", { name: `Require ${OPENID}` }).click();
  await expect(page.getByText("You have not signed in by this provider")).toBeVisible();
  issuer.become("ada");
  await page.getByRole("link", { name: "Try it" }).click();
  await page.getByRole("button", { name: `Yes, sign me in with ${OPENID}` }).click();
  await expect(page.getByText("Tried by you")).toBeVisible();
  const byOpenId = await newBrowser();
  issuer.become("cleo");
  await goToCompany(byOpenId, cleo);
  await expect(byOpenId.getByText("No registries yet")).toBeVisible();
  await byOpenId.getByRole("link", { name: "Settings" }).click();
  await expect(byOpenId.getByRole("list", { name: "Members" }).getByText(cleo)).toBeVisible();

  // Of two providers the newer one is the domain's.
  await addSaml(page, SAML, idp);
  await changeSamlKey(page, SAML, idp);
  idp.somebody = { id: `u-${unique}`, email: dan, givenName: "Dan", familyName: "Byron" };
  const bySaml = await newBrowser();
  await goToCompany(bySaml, dan);
  await expect(bySaml.getByText("No registries yet")).toBeVisible();
  const cookies = await bySaml.context().cookies(ready.url);
  expect(cookies.find(({ name }) => name === "chittysync_session")).toMatchObject({
    httpOnly: true,
    sameSite: "Lax",
  });
  await bySaml.getByRole("link", { name: "Settings" }).click();
  await expect(bySaml.getByRole("list", { name: "Members" }).getByText(dan)).toBeVisible();

  // Required, it is asked of the colleague who is in by his mail: from the next page on.
  await page.getByRole("button", { name: /Let ada in always/ }).click();
  await expect(page.getByText("Always", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: `Require ${OPENID}` }).click();
  await expect(page.getByText(`Members get in by ${OPENID} only.`)).toBeVisible();
  issuer.become("bob");
  await colleague.reload();
  await expect(colleague.getByRole("heading", { name: `Sign in to ${organization}` })).toBeVisible();
  await colleague.getByRole("button", { name: `Sign in with ${OPENID}` }).click();
  await colleague.getByRole("button", { name: `Yes, sign me in with ${OPENID}` }).click();
  await expect(colleague.getByText("No registries yet")).toBeVisible();

  await page.getByRole("link", { name: "Members" }).click();
  await page.getByRole("listitem").filter({ hasText: bob }).getByRole("button", { name: "Remove" }).click();
  await page.getByRole("button", { name: /^Remove bob/i }).click();
  await expect(page.getByRole("list", { name: "Members" }).getByText(bob)).toHaveCount(0);
  await colleague.reload();
  await expect(colleague.getByText("No registries yet")).toHaveCount(0);

  await harbours.query(`drop table ${harbours.name}`);
  await harbours.close();
  await Promise.all([colleague, byOpenId, bySaml].map((other) => other.context().close()));
});
