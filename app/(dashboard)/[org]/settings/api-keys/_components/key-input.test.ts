import { expect, test } from "vitest";
import { keyInput } from "./key-input";

const NOW = new Date("2026-11-29T10:00:00.000Z");

function formOf(fields: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test("the form's fields become what the API takes", () => {
  const form = formOf([
    ["name", "Nightly export"],
    ["days", "30"],
    ["scopes", "read"],
    ["scopes", "runs:start"],
    ["addresses", " 203.0.113.0/24\n\n2001:db8::/32 \n"],
  ]);
  expect(keyInput(form, NOW)).toEqual({
    name: "Nightly export",
    scopes: ["read", "runs:start"],
    expiresAt: "2026-12-29T10:00:00.000Z",
    addresses: ["203.0.113.0/24", "2001:db8::/32"],
  });
});

test("no days is never, no lines is from anywhere", () => {
  const form = formOf([
    ["name", "x"],
    ["days", ""],
    ["addresses", "\n"],
  ]);
  expect(keyInput(form, NOW)).toEqual({ name: "x", scopes: [], expiresAt: null, addresses: [] });
});
