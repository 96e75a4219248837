import { expect, test } from "vitest";
import { z } from "zod";
import { field, onlyTexts, sent, text } from "./sent";

const NOT_TEXTS: readonly unknown[] = [
  ...[undefined, null, 1, true, ["id"], { length: 30 }, { toString: 1 }, JSON.parse('{"__proto__":"id"}')],
];

test("only a text is a text", () => {
  expect(text("con_1")).toBe("con_1");
  expect(NOT_TEXTS.map(text)).toEqual(NOT_TEXTS.map(() => ""));
});

test("a field is read of a form alone", () => {
  const form = new FormData();
  form.set("name", "Acme");
  expect(field(form, "name")).toBe("Acme");
  expect(field(form, "other")).toBeNull();
  for (const none of [...NOT_TEXTS, "name", { get: () => "Acme" }]) expect(field(none, "name")).toBeNull();
});

const form = z.strictObject({ name: z.string().max(3) });

function refusalOf(value: unknown, remedy?: string) {
  try {
    return sent(form, value, { message: "Not so.", ...(remedy !== undefined && { remedy }) });
  } catch (thrown) {
    return thrown;
  }
}

test("what does not fit is refused with its places, or with the remedy, and never repeated", () => {
  expect(refusalOf({ name: "abc" })).toEqual({ name: "abc" });
  for (const value of [...NOT_TEXTS, "secret", { name: "secret" }, { name: "a", secret: 1 }]) {
    expect(refusalOf(value)).toMatchObject({ kind: "invalid-input", message: "Not so." });
    expect(refusalOf(value, "Write less.")).toMatchObject({ remedy: "Write less.", paths: [] });
  }
  expect(refusalOf({ name: "secret" })).toMatchObject({ paths: [{ path: "/name" }] });
  expect(JSON.stringify(refusalOf({ name: "secret" }))).not.toContain("secret");
});

test("what comes twice in a query counts as left out", () => {
  expect(onlyTexts({ key: "a", cursor: ["b", "c"] as unknown as string, side: undefined })).toEqual({
    key: "a",
  });
});
