import { expect, type Page } from "@playwright/test";

interface Mail {
  readonly to: string;
  readonly text: string;
}

/** The link in the newest mail to the address, once it is there. */
export async function linkSentTo(control: string, email: string, path: RegExp): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(async () => {
      const mails = (await (await fetch(`${control}/mail.json`)).json()) as Mail[];
      const text = mails.find(({ to, text: letter }) => to === email && path.test(letter))?.text ?? "";
      link = /https?:\/\/\S+/.exec(text)?.[0];
      return link;
    })
    .toBeDefined();
  return link ?? "";
}

/** From the sign-in page to being signed in, by the link in the mail. */
export async function signInByMail(page: Page, control: string, email: string): Promise<void> {
  await page.getByLabel("Your e-mail address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText("Look into your mail")).toBeVisible();
  await page.goto(await linkSentTo(control, email, /sign-in\/confirm/));
  await expect(page.getByText(`sign in as ${email}`)).toBeVisible();
  await page.getByRole("button", { name: "Sign in" }).click();
}
