import { expect, type Page } from "@playwright/test";
import { test } from "../support/demo-test";
import { openRegistry } from "../support/registry-screen";
import type { SideRows } from "../support/three-sides";

test.describe.configure({ mode: "serial" });

const MESSAGE = "Population must be at least 0.";
const ROW = 130;
const PHONE = { width: 390, height: 844 };

let key = "";
let population = "";

test("a rule is published through the screen, and is public", async ({ page }) => {
  await openSchema(page);
  await page.getByRole("button", { name: "Edit rules of Population" }).click();
  await page.getByLabel("At least", { exact: true }).fill("0");
  await saveAndPublish(page);
  const inForce = page.getByRole("region", { name: "Schema in force" });
  await expect(inForce.getByText(/No row fails this version now/)).toBeVisible();
  const address = await inForce.getByRole("link", { name: "Public address" }).getAttribute("href");
  const answer = await fetch(address ?? "");
  expect(answer.headers.get("content-type")).toBe("application/schema+json");
  expect(Object.values((await answer.json()).properties)).toContainEqual({ minimum: 0 });
});

test("an invalid cell is set aside with its words; the row's other edit arrives everywhere", async ({
  page,
  cities,
}) => {
  const before = await cities.equalRows();
  const { postgres } = before;
  key = postgres[ROW]?.key ?? "";
  population = rowOf(postgres).cells.Population ?? "";
  await cities.hands.editCell("sheet", rowOf(before.sheet), { column: "Population", value: "-5" });
  await cities.hands.editCell("postgres", rowOf(postgres), { column: "Name", value: "Renamed all the same" });

  await openRegistry(page, "Cities");
  await page.getByRole("button", { name: "Run now", exact: true }).click();
  await expect(page.getByText("Up to date with issues", { exact: true })).toBeVisible();

  const after = await cities.sides.read();
  for (const side of ["notion", "postgres"] as const)
    expect(rowOf(after[side]).cells).toMatchObject({ Name: "Renamed all the same", Population: population });
  expect(rowOf(after.sheet).cells).toMatchObject({ Name: "Renamed all the same", Population: "-5" });

  await page.getByRole("link", { name: /^Issues/ }).click();
  const issue = page.getByRole("list", { name: "Issues" }).getByRole("listitem").filter({ hasText: MESSAGE });
  await expect(issue.first()).toContainText("1 row");
  await issue.first().getByText(MESSAGE).click();
  await expect(issue.getByText(/Correct the value where it is shown/)).toBeVisible();
  await issue.getByRole("link", { name: "See the row and its values" }).click();
  const row = page.getByRole("row").filter({ hasText: key });
  await expect(row.getByRole("cell", { name: "-5", exact: true })).toBeVisible();
  await expect(row.getByRole("cell", { name: population, exact: true })).toBeVisible();

  await page.setViewportSize(PHONE);
  await expect
    .poll(async () => {
      const box = await page.getByRole("button", { name: "Check the row again" }).boundingBox();
      return box && box.x >= 0 && box.x + box.width <= PHONE.width;
    }, "on a phone what mends it is in sight")
    .toBe(true);
});

test("fixed in the sheet and checked again from the issue, it is gone and all sides are equal", async ({
  page,
  cities,
}) => {
  const fixed = String(Number(population) + 5);
  const { sheet } = await cities.sides.read();
  await openRegistry(page, "Cities");
  await page.getByRole("link", { name: /^Issues/ }).click();
  await page.getByText(MESSAGE).click();
  await page.getByRole("link", { name: "See the row and its values" }).click();
  await cities.hands.editCell("sheet", rowOf(sheet), { column: "Population", value: fixed });
  await page.getByRole("button", { name: "Check the row again" }).click();
  await expect(page.getByText("No row has this issue any more")).toBeVisible();
  await expect(page.getByText("Up to date", { exact: true })).toBeVisible();
  const rows = await cities.equalRows();
  expect(rowOf(rows.postgres).cells).toMatchObject({ Name: "Renamed all the same", Population: fixed });
});

test("the rule is taken away again", async ({ page, cities }) => {
  await openSchema(page);
  await page.getByRole("button", { name: "Edit rules of Population" }).click();
  await page.getByLabel("At least", { exact: true }).fill("");
  await saveAndPublish(page);
  expect((await cities.api.sync(cities.registry.id)).status).toBe("done");
  await cities.equalRows();
});

async function openSchema(page: Page): Promise<void> {
  await openRegistry(page, "Cities");
  await page.getByRole("link", { name: "Schema", exact: true }).click();
  await expect(page.getByRole("region", { name: "Schema in force" })).toBeVisible();
}

async function saveAndPublish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("Draft not published", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: /^Publish \d/ }).click();
  await expect(page.getByText(/^Version \d+\.\d+\.\d+ in force$/)).toBeVisible();
  await expect(page.getByText("Draft not published", { exact: true })).toBeHidden();
}

function rowOf(rows: SideRows): SideRows[number] {
  const row = rows.find((candidate) => candidate.key === key);
  if (!row) throw new Error(`there is no row ${key}`);
  return row;
}
