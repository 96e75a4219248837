import { expect, test } from "vitest";
import { written } from "./letter";
import { invitationLetter, signInLetter } from "./letters";

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
