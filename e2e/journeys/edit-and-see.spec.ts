import { expect, type Page, test } from "@playwright/test";
import { Hands } from "../support/hands";
import { readReady, registryNamed } from "../support/ready";
import { ThreeSides } from "../support/three-sides";

/** Promises: an edit on any side arrives on all, a deletion too, and a mass delete waits for a person. */

const ready = readReady();
const cities = registryNamed(ready, "Cities");
const sides = new ThreeSides(ready, cities, ["City ID", "Population", "Latitude", "Longitude"]);
const hands = new Hands(sides, "City ID");

test.describe.configure({ mode: "serial" });
test.afterAll(() => sides.close());

async function openCities(page: Page): Promise<void> {
  await page.goto("/");
  await page
    .getByRole("link", { name: /Cities/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "Cities", level: 1 })).toBeVisible();
}

/** Presses Run now and waits for the newest run's line; returns it. */
async function runNow(page: Page, status: RegExp) {
  await openCities(page);
  const before = await page.getByRole("row").count();
  await page.getByRole("button", { name: "Run now" }).click();
  const line = page.getByRole("row").nth(1);
  await expect.poll(() => page.getByRole("row").count(), { timeout: 30_000 }).toBeGreaterThan(before);
  await expect(line).toContainText(status, { timeout: 45_000 });
  return line;
}

const value = async (side: "notion" | "postgres" | "sheet", key: string, column: string) =>
  (await sides.read())[side].find((row) => row.key === key)?.cells[column];

test("three edits, one on each side, arrive everywhere and are seen cell by cell", async ({ page }) => {
  const { notion, postgres, sheet } = await sides.read();
  const [one, two, three] = [notion[10], postgres[20], sheet[30]];
  if (!one || !two || !three) throw new Error("the demo has too few rows");
  await hands.editCell("notion", one, { column: "Population", value: "4711" });
  await hands.editCell("postgres", two, { column: "Name", value: "By SQL" });
  await hands.editCell("sheet", three, { column: "Name", value: "In the sheet" });

  const line = await runNow(page, /Done/);
  await expect(line).toContainText("1,000 of 1,000");
  await line.getByRole("link").first().click();

  for (const text of ["4711", "By SQL", "In the sheet"]) {
    await expect(
      page
        .locator("ins")
        .filter({ hasText: text.replace("4711", "4") })
        .first(),
    ).toBeVisible();
  }
  await expect(
    page
      .locator("del")
      .filter({ hasText: two.cells.Name ?? "" })
      .first(),
  ).toBeVisible();
  for (const side of ["notion", "postgres", "sheet"] as const) {
    expect(await value(side, one.key, "Population")).toBe("4711");
    expect(await value(side, two.key, "Name")).toBe("By SQL");
    expect(await value(side, three.key, "Name")).toBe("In the sheet");
  }
});

test("a page that goes to Notion's trash leaves the other sides too", async ({ page }) => {
  const [row] = (await sides.read()).notion;
  if (!row) throw new Error("the demo has no rows");
  await hands.remove("notion", [row]);
  const line = await runNow(page, /Done/);
  await expect(line).toContainText("999 of 999");
  const after = await sides.read();
  for (const rows of Object.values(after)) {
    expect(rows).toHaveLength(999);
    expect(rows.map(({ key }) => key)).not.toContain(row.key);
  }
});

test("fifteen per cent deleted by SQL is held with its number; rejected, nothing is deleted", async ({
  page,
}) => {
  await sides.table.query('create table taken as select * from cities order by "City ID" limit 150');
  await sides.table.query('delete from cities where "City ID" in (select "City ID" from taken)');
  const line = await runNow(page, /Held/);
  await line.getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "This plan waits for your decision" })).toBeVisible();
  await expect(page.getByText(/150 of 999 rows/).first()).toBeVisible();
  await page.getByRole("button", { name: "Reject" }).click();
  await expect(page.getByRole("heading", { name: "This plan waits for your decision" })).toBeHidden();
  const after = await sides.read();
  expect(after.notion).toHaveLength(999);
  expect(after.sheet).toHaveLength(999);

  await sides.table.query("insert into cities select * from taken");
  await sides.table.query("drop table taken");
  await openCities(page);
  await page.getByRole("button", { name: "Run now" }).click();
  await expect(page.getByText("Up to date", { exact: true }).first()).toBeVisible({ timeout: 45_000 });
  expect((await sides.read()).postgres).toHaveLength(999);
});
