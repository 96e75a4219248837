import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanedName, enteredName, nameOfNewPerson, shownName } from "./shown-name";

const LINES = "Ann\r\nBcc: all@evil.example\r\n\r\nClick http://evil.example/";

describe("what a person enters", () => {
  test.each([
    "Acme.io",
    "Booking.com B.V.",
    "J. R. R. Tolkien",
    "Anne-Marie O’Neill",
    "Harbour & Sons / Works",
    "株式会社アクメ",
    "עדה לאבלייס",
    "Café ☕\uFE0F",
    "Team 24/7",
    "Ratio 1.5:2",
  ])("is a name: %s", (name) => {
    expect(enteredName(`  ${name} `)).toBe(name);
  });

  test.each([
    "Ann\r\nBcc: x",
    "Ann\nB",
    "Ann\u2028B",
    "Ann\tB",
    "Ann\u0000B",
    "Ann\u202EB",
    "Ann\u2066B",
    "Ann\u200BB",
    "Ann\u00ADB",
    "Ann\u3164B",
    "Ann\uFEFFB",
    "Ann\uDC00B",
  ])("is one line that can be seen: %j", (name) => {
    expect(() => enteredName(name)).toThrow("A name is one line, without characters that cannot be seen.");
  });

  test.each([
    "Click http://evil.example",
    "Click HTTPS://evil",
    "www.evil.example",
    "see WWW.evil",
    "evil.example/",
    "Go to evil.example/login now",
    "evil.example:8080",
    "evil.example?x",
    "evil.xn--p1ai/",
    "127.0.0.1/x",
    "\uFF45vil\uFF0Eexample\uFF0F",
    "evil\u3002example/",
    "ann@evil.example",
    "mailto:ann",
    "\\\\evil\\share",
  ])("holds no address: %s", (name) => {
    expect(() => enteredName(name)).toThrow(/^A name holds no web or mail address/);
  });

  test.each([null, undefined, 7, "", "  ", "x".repeat(101)])("has a length: %j", (name) => {
    expect(() => enteredName(name)).toThrow("A name has 1 to 100 characters.");
  });
});

describe("what a provider tells is cleaned", () => {
  test.each([
    [LINES, "Ann Bcc: Click"],
    ["Ann \u202EStone\u200B", "Ann Stone"],
    ["http://evil.example/", null],
    ["  ", null],
    [null, null],
    ["Ada Byron", "Ada Byron"],
    [`${"x".repeat(99)}😀`, "x".repeat(99)],
  ])("%j", (told, name) => {
    expect(cleanedName(told)).toBe(name);
  });

  test("to what a person could have entered, whatever it was", () => {
    const parts = fc.constantFrom(
      ...LINES.split(""),
      "\u202E",
      "\uFF0E",
      "://",
      "www.",
      "a.bc",
      "/",
      "@",
      "😀",
    );
    const texts = fc.oneof(
      fc.array(parts, { maxLength: 150 }).map((all) => all.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(texts, (told) => {
        const name = cleanedName(told);
        return name === null || shownName.parse(name) === name;
      }),
      { numRuns: 2000 },
    );
  });

  test("and a new person is called by the address before its @ where nothing is left", () => {
    expect(nameOfNewPerson("http://evil.example/", "ann@example.com")).toBe("ann");
    expect(nameOfNewPerson(null, "www.evil/x@example.com")).toBe("Somebody");
    expect(nameOfNewPerson(LINES, "ann@example.com")).toBe("Ann Bcc: Click");
  });
});
