import { type APIRequestContext, expect } from "@playwright/test";
import { MOST_SCRIPT_BYTES, scriptBytesOf } from "../bench/document-scripts";
import { dueScreens } from "../scripts/gallery/scene";
import { test } from "./support/demo-test";
import { SCREENS } from "./support/screens";
import { openDemo } from "./support/signed-in";

/** Of a draft that has just been begun; a step that waits for another asks for less than once it is open. */
const STEPS = ["connect", "map", "configure", "dry-run", "go-live"];

test("no document asks for more JavaScript than a page may have", async ({ page, request, cities }) => {
  const sizes = new Map<string, number>();
  const asked: { readonly name: string; readonly bytes: number }[] = [];
  const look = async (name: string, from: APIRequestContext, address: string) =>
    asked.push({ name, bytes: await scriptBytesOf(from, address, sizes) });

  await openDemo(page);
  const asTheyOpen = SCREENS.filter(({ reach }) => reach === undefined);
  for (const { name, at, seenBy } of await dueScreens(cities.ready, asTheyOpen))
    await look(name, seenBy === "nobody" ? request : page.request, at);
  await page.goto(`/${cities.ready.org}/registries/new`);
  await page.getByRole("button", { name: /Notion and PostgreSQL/ }).click();
  await page.waitForURL(/\/connect/);
  const { pathname } = new URL(page.url());
  for (const step of STEPS)
    await look(`draft-${step}`, page.request, pathname.replace(/\/connect$/, `/${step}`));

  const tooLarge = asked.filter(({ bytes }) => bytes > MOST_SCRIPT_BYTES);
  expect(tooLarge.map(({ name, bytes }) => `${name}: ${bytes / 1_000} KB`)).toEqual([]);
  expect(asked.length).toBeGreaterThan(30);
  // Each file was found: a page of this product is never this small.
  expect(Math.min(...asked.map(({ bytes }) => bytes))).toBeGreaterThan(100_000);
});
