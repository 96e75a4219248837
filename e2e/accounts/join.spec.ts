import { expect } from "@playwright/test";
import { test } from "../support/demo-test";
import { linkSentTo, signInByMail } from "../support/mail";

test("a stranger signs up, makes an organization and invites a colleague, who joins in another browser", async ({
  page,
  browser,
  cities,
}) => {
  const { control } = cities.ready.sandbox;
  const unique = Date.now();
  const [owner, colleague] = [`ada.${unique}@example.com`, `bob.${unique}@example.com`];
  await page.goto("/sign-in?out=1");
  await signInByMail(page, control, owner);
  await expect(page.getByRole("heading", { name: /Welcome/ })).toBeVisible();
  await page.getByLabel("Name of the organization").fill(`Harbour ${unique}`);
  await page.getByRole("button", { name: "Make the organization" }).click();
  await expect(page.getByText("No registries yet")).toBeVisible();

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Invite by e-mail").fill(colleague);
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByRole("list", { name: "Invitations" }).getByText(colleague)).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await other.goto(await linkSentTo(control, colleague, /invitations\//));
  await expect(other.getByRole("heading", { name: `Join Harbour ${unique}` })).toBeVisible();
  await other.getByRole("link", { name: "Sign in" }).click();
  await signInByMail(other, control, colleague);
  await other.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(other.getByText("No registries yet")).toBeVisible();
  await other.getByRole("link", { name: "Settings" }).click();
  await expect(other.getByRole("list", { name: "Members" }).getByText(owner)).toBeVisible();
  await expect(other.getByLabel("Invite by e-mail")).toHaveCount(0);

  await page.reload();
  await expect(page.getByLabel("Role of bob")).toBeVisible();
  await page.getByRole("button", { name: "Remove" }).last().click();
  await page.getByRole("button", { name: /^Remove bob/ }).click();
  await expect(page.getByRole("list", { name: "Members" }).getByText(colleague)).toHaveCount(0);
  await other.reload();
  await expect(other.getByText("No registries yet")).toHaveCount(0);
  await other.context().close();
});

test("a link of a mail signs in once, and never to another site", async ({ page, cities }) => {
  const { control } = cities.ready.sandbox;
  const email = `once.${Date.now()}@example.com`;
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent("https://evil.example/")}`);
  await signInByMail(page, control, email);
  await expect(page.getByRole("heading", { name: /Welcome/ })).toBeVisible();
  const link = await linkSentTo(control, email, /sign-in\/confirm/);
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("That link is used or over.")).toBeVisible();
});
