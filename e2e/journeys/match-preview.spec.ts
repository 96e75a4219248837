import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "../support/demo-test";
import { makeOwnPlaces, type OwnPlaces } from "../support/own-places";
import { openRegistry } from "../support/registry-screen";
import type { SideRows } from "../support/three-sides";

const COLUMNS = ["Code", "Name", "City"];
const vendor = (code: string, city = "Oslo") => ({ Code: code, Name: `Vendor ${code}`, City: city });

let places: OwnPlaces | undefined;

test.afterEach(async () => {
  await places?.remove();
  places = undefined;
});

test("a first sync is seen beforehand: a collision, a pair that is unticked, and then what was said", async ({
  page,
  cities,
}) => {
  places = await makeOwnPlaces(cities, "Vendors", {
    columns: COLUMNS,
    rows: {
      notion: [vendor("V1", "Rome"), vendor("V2"), vendor("V3")],
      postgres: [vendor("V1"), vendor("V2"), vendor("V4")],
      sheet: [vendor("V2"), vendor("V5", "Bern"), vendor("V5", "Basel")],
    },
    settings: { winners: { default: 0 } },
  });
  await openRegistry(page, places.name);
  await page.getByRole("button", { name: "Dry run", exact: true }).click();
  await seeDryRun(page);

  await expect(cardOf(page, "Notion")).toContainText("+1 new");
  await expect(cardOf(page, "PostgreSQL")).toContainText("+1 new");
  await expect(cardOf(page, "PostgreSQL")).toContainText("~1 changed");
  await expect(cardOf(page, "Google Sheets")).toContainText("+3 new");
  for (const kind of ["Notion", "PostgreSQL", "Google Sheets"])
    await expect(cardOf(page, kind)).toContainText("−0 removed");

  const collisions = page.getByRole("region", { name: /^Collisions/ });
  await expect(collisions.getByText("One key, several records on one side")).toBeVisible();
  await expect(collisions.getByRole("cell", { name: "Bern" })).toBeVisible();
  await expect(collisions.getByRole("cell", { name: "Basel" })).toBeVisible();

  const pair = pairOf(page, "V1");
  await expect(pair.getByRole("cell", { name: /Rome stands/ })).toBeVisible();
  await expect(pair.getByRole("cell", { name: "Oslo" })).toBeVisible();
  await expect(pair.getByText("the side set to win")).toBeVisible();
  await expect(pairOf(page, "V2").getByText("Equal in every field")).toBeVisible();

  const first = page.url();
  await pair.getByRole("checkbox").focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Save: 1 pair kept out" }).click();
  await page.waitForURL((url) => url.href !== first);
  await seeDryRun(page);
  await expect(cardOf(page, "Google Sheets")).toContainText("+2 new");
  await expect(cardOf(page, "PostgreSQL")).toContainText("~0 changed");
  await expect(pairOf(page, "V1")).toHaveCount(0);
  await expect(
    page.getByRole("region", { name: /^Kept out/ }).getByText("V1", { exact: true }),
  ).toBeVisible();

  await page.getByRole("button", { name: "Start first sync" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Sync of / })).toBeVisible();
  await expect(page.getByText("Done with issues", { exact: true })).toBeVisible();
  await expect(page.getByText("3 of 3 rows equal on all sides")).toBeVisible();

  const { notion, postgres, sheet } = await places.sides.read();
  expect(told(notion)).toEqual(["V1 Rome", "V2 Oslo", "V3 Oslo", "V4 Oslo"]);
  expect(told(postgres)).toEqual(["V1 Oslo", "V2 Oslo", "V3 Oslo", "V4 Oslo"]);
  expect(told(sheet)).toEqual(["V2 Oslo", "V3 Oslo", "V4 Oslo", "V5 Basel", "V5 Bern"]);
});

async function seeDryRun(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: /^Dry run of / })).toBeVisible();
  await expect(page.getByText("Nothing was written", { exact: true })).toBeVisible();
}

const cardOf = (page: Page, kind: string): Locator =>
  page
    .getByRole("region", { name: /^What it would do/ })
    .getByRole("listitem")
    .filter({ has: page.getByRole("img", { name: kind }) });

const pairOf = (page: Page, key: string): Locator =>
  page
    .getByRole("region", { name: /^Matches/ })
    .getByRole("listitem")
    .filter({ has: page.getByText(key, { exact: true }) });

const told = (rows: SideRows): string[] => rows.map(({ key, cells }) => `${key} ${cells.City}`).sort();
