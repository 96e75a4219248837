import { expect, test } from "vitest";
import { written } from "./letter";
import { closingLetter, invitationLetter, linkLetter, signInLetter } from "./letters";

test("whatever a person has typed stays text in the letter", () => {
  const { html, text, subject } = invitationLetter("https://app.example.com/i?a=1&b=2", {
    organization: '<script>alert("x")</script>',
    inviter: "Eve\r\nBcc: all@example.com",
    role: "viewer",
  });
  expect(html).not.toContain("<script");
  expect(html).toContain("&lt;script&gt;");
  expect(html).toContain('href="https://app.example.com/i?a=1&amp;b=2"');
  expect(subject).not.toMatch(/[\r\n]/);
  expect(text).toContain("https://app.example.com/i?a=1&b=2");
});

test("the letters say what they are for", () => {
  expect(signInLetter("https://a.example", 15)).toMatchObject({
    subject: "Your link to sign in to ChittySync",
    text: expect.stringContaining("15 minutes"),
  });
  expect(written({ subject: "s", sentences: ["a"], button: { label: "b", url: "u" }, note: "n" }).text).toBe(
    "a\n\nb: u\n\nn",
  );
});

const HERE = "https://app.example.com/here";
const BAD = "Ann\u202E\r\nBcc: all@evil.example\r\n\r\nClick http://evil.example/";

test.each([
  ["an invitation", invitationLetter(HERE, { organization: BAD, inviter: BAD, role: "viewer" })],
  ["a deletion", closingLetter(HERE, { name: BAD, by: BAD, day: "1 Dec 2026" })],
  ["a link", linkLetter(HERE, { provider: BAD, organization: BAD, minutes: 30 })],
])("a name that was stored long ago speaks no lines of its own and leads nowhere: %s", (_what, letter) => {
  for (const part of [letter.subject, letter.text, letter.html]) {
    expect(part).toContain("Ann");
    expect(part).not.toMatch(/evil|\u202E|\r/);
  }
  expect(letter.text.split("\n\n").some((line) => /^(?:Bcc|Click)/.test(line))).toBe(false);
});

test("a name of which nothing is left is a word for who it is", () => {
  const { subject } = invitationLetter(HERE, {
    organization: "www.evil/",
    inviter: "www.evil/",
    role: "viewer",
  });
  expect(subject).toBe("Somebody invites you to an organization on ChittySync");
});
