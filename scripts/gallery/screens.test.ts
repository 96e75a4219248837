import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { NOT_SHOWN, SCREENS } from "../../e2e/support/screens";

const APP = path.resolve(import.meta.dirname, "../../app");

const pages = readdirSync(APP, { recursive: true, encoding: "utf8" })
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => /(^|\/)page\.tsx$/.test(file));

test("every page of the app is among the screens, or is named with why it is not", () => {
  const shown = SCREENS.map(({ page }) => page);
  expect([...new Set([...shown, ...Object.keys(NOT_SHOWN)])].sort()).toEqual(pages.sort());
  expect(Object.keys(NOT_SHOWN).filter((page) => shown.includes(page))).toEqual([]);
});

test("every state has pictures of its own", () => {
  const names = SCREENS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
});
