import { createTransport } from "nodemailer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Store } from "../store";
import { MailSandbox } from "./service";

let mail: MailSandbox;
let server: Awaited<ReturnType<MailSandbox["listen"]>>;

beforeEach(async () => {
  mail = new MailSandbox(new Store(":memory:"));
  server = await mail.listen(0);
});
afterEach(() => server.close());

const send = async (subject: string, html = "<p>Hello</p>") => {
  const transport = createTransport(server.url);
  await transport.sendMail({
    from: "ChittySync <no-reply@example.com>",
    to: "ada@example.com",
    subject,
    text: "See https://app.example.com/a?b=1&c=2",
    html,
  });
  transport.close();
};

const bodyOf = (pathname: string) => {
  const page = mail.page(pathname);
  return page && "body" in page ? String(page.body) : undefined;
};

test("keeps what is handed in, the newest first, and shows it with its links", async () => {
  await send("First");
  await send("Second <script>alert(1)</script>");
  expect(mail.mails().map(({ subject, to }) => [subject, to])).toEqual([
    ["Second <script>alert(1)</script>", "ada@example.com"],
    ["First", "ada@example.com"],
  ]);
  expect(bodyOf("/mail")).toContain("First");
  expect(bodyOf("/mail")).not.toContain("<script>");
  const [, first] = mail.mails();
  expect(bodyOf(`/mail/${first?.id}`)).toContain('href="https://app.example.com/a?b=1&amp;c=2"');
  expect(mail.page("/mail/99")).toBeUndefined();
});
