import { expect, type Page } from "@playwright/test";
import { test } from "../support/demo-test";
import { makeOwnPlaces, type OwnPlaces } from "../support/own-places";
import { openRegistry } from "../support/registry-screen";

const vendor = (code: string, city: string) => ({ Code: code, Name: `Vendor ${code}`, City: city });

let places: OwnPlaces | undefined;

test.afterEach(async () => {
  await places?.remove();
  places = undefined;
});

test("columns become fields of a live registry, one is made on a side: the effect is seen, then saved, then written", async ({
  page,
  cities,
}) => {
  const rows = [vendor("V1", ""), vendor("V2", "")];
  places = await makeOwnPlaces(cities, "Mapped", {
    columns: ["Code", "Name", "City"],
    rows: { notion: rows, postgres: [vendor("V1", "Oslo"), vendor("V2", "")], sheet: rows },
    settings: { fields: ["Code", "Name"].map((name) => ({ name, type: "text" })) },
  });
  await places.firstSync();
  // A column that only the table has.
  const { table } = places.sides;
  await table.query(`alter table ${table.name} add column "Site" text`);
  await table.query(`update ${table.name} set "Site" = 'example.org' where "Code" = 'V1'`);

  await openRegistry(page, places.name);
  await tab(page, "Mapping");
  await page.getByLabel("Add a field from a column").selectOption({ label: "City (Text)" });
  await expect(page.getByRole("group", { name: "Which side fills City" })).toBeVisible();
  await page.getByLabel("Add a field from a column").selectOption({ label: "Site (Text)" });
  await page.getByRole("button", { name: /^Make the column Site on Notion/ }).click();
  await expect(page.getByText("It is mapped on one side only")).toHaveCount(0);
  const name = page.getByLabel("Name of the field Name", { exact: true });
  await name.fill("Company");

  await page.getByRole("button", { name: "See what it would write" }).click();
  const effect = page.getByRole("status", { name: "What saving would write" });
  await expect(effect.getByText("+0 new, ~1 changed, −0 removed")).toHaveCount(2);
  await expect(effect.getByText("nothing", { exact: true })).toHaveCount(1);
  expect((await places.sides.read()).notion.map(({ cells }) => cells.City)).toEqual(["", ""]);

  await page.getByRole("button", { name: "Save the mapping" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved. The next run" })).toBeVisible();
  await tab(page, "Runs");
  await page.getByRole("button", { name: "Run now", exact: true }).click();
  await page.getByRole("link", { name: "Look at the plan and decide" }).click();
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByText("2 of 2 rows equal on all sides")).toBeVisible();
  const after = await places.sides.read();
  for (const side of ["notion", "postgres", "sheet"] as const)
    expect(after[side].map(({ cells }) => cells.City).sort(), side).toEqual(["", "Oslo"]);
  expect(after.notion.map(({ cells }) => cells.Site ?? "").sort()).toEqual(["", "example.org"]);
});

async function tab(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Parts of the registry" }).getByRole("link", { name }).click();
}
