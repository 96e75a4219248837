import { expect } from "@playwright/test";
import { test } from "../support/demo-test";
import { linkSentTo, signInByMail } from "../support/mail";

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
