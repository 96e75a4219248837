import { expect, type Locator, type Page } from "@playwright/test";
import { type Cities, test } from "../support/demo-test";
import { linkSentTo } from "../support/mail";
import { grouped, openRegistry } from "../support/registry-screen";
import type { SideRows } from "../support/three-sides";
import { Listener } from "../support/told";

/** More than the 10 % that pass without a person, from the middle of the table. */
const TOO_MANY = 0.15;
const FROM = 160;

test.describe.configure({ mode: "serial" });

test("a mass delete by SQL is held; rejected with restore, the rows are back and nothing was deleted elsewhere", async ({
  page,
  cities,
}) => {
  const before = await cities.equalRows();
  const gone = await deleteMany(cities, before.postgres);
  const card = await heldPlan(page);

  await expect(card.getByText("More deletes than the limit", { exact: true }).first()).toBeVisible();
  const number = `delete ${grouped(gone.length)} of ${grouped(before.postgres.length)} rows`;
  await expect(card.getByText(number).first()).toBeVisible();
  await expect(card.getByText("Somebody with the role owner, admin or approver decides.")).toBeVisible();
  await expect(card.getByText(/nothing is written and nothing is lost/)).toBeVisible();
  await card.getByRole("button", { name: `, ${grouped(gone.length)} rows` }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Restore of Cities" })).toBeVisible();
  await seeAllEqual(page, before.postgres.length);
  const after = await cities.equalRows();
  expect(byKey(after.postgres)).toEqual(byKey(before.postgres));
  // The same pages and lines, not new ones in their place.
  expect(handles(after.notion)).toEqual(handles(before.notion));
  expect(after.sheet).toEqual(before.sheet);
});

test("approved, they are gone everywhere, and who is to be told is told of both; undone from the run's page, they are back everywhere", async ({
  page,
  cities,
}) => {
  const before = await cities.equalRows();
  const listener = await Listener.open(cities.api);
  const gone = await deleteMany(cities, before.postgres);
  const left = before.postgres.length - gone.length;
  const card = await heldPlan(page);
  const counts = { kind: "deletes", value: gone.length, total: before.postgres.length };
  expect((await listener.heard("registry.held")).data.brakes).toContainEqual(expect.objectContaining(counts));
  await heldLetter(cities);
  await card.getByRole("button", { name: "Approve once" }).click();
  await seeAllEqual(page, left);
  expect((await listener.heard("registry.held.ended")).data.outcome).toBe("approved");
  expect([listener.count("registry.held"), listener.count("registry.held.ended")]).toEqual([1, 1]);
  await listener.close();
  expect((await cities.equalRows()).sheet).toHaveLength(left);
  await expect(page.getByText(/, approved by /)).toBeVisible();

  await page.getByRole("button", { name: "Undo this run" }).click();
  const panel = page.getByRole("dialog", { name: "Undo this run" });
  await expect(panel.getByText(/nothing is written until it is approved/)).toBeVisible();
  await panel.getByRole("button", { name: "Preview the undo" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Undo of Cities" })).toBeVisible();
  const undo = page.getByRole("region", { name: "This plan waits for your decision" });
  await expect(undo.getByText("Shown before it writes", { exact: true })).toBeVisible();
  expect((await cities.sides.read()).notion).toHaveLength(left);
  await undo.getByRole("button", { name: "Approve once" }).click();
  await seeAllEqual(page, before.postgres.length);
  const after = await cities.equalRows();
  expect(byKey(after.postgres)).toEqual(byKey(before.postgres));
});

test("a row's page tells what happened to it, and brings a point of it back", async ({ page, cities }) => {
  const row = pick((await cities.equalRows()).sheet)[0];
  if (!row) throw new Error("the demo has too few rows");
  await cities.hands.editCell("sheet", row, { column: "Name", value: "Written over" });
  await openRegistry(page, "Cities");
  await page.getByRole("button", { name: "Run now", exact: true }).click();
  await expect(page.getByText("Up to date", { exact: true })).toBeVisible();

  await page
    .getByRole("navigation", { name: "Parts of the registry" })
    .getByRole("link", { name: "Rows" })
    .click();
  await page.getByRole("searchbox").fill(row.key);
  await page.getByRole("searchbox").press("Enter");
  await page.getByRole("link", { name: row.key, exact: true }).click();
  const now = page.getByRole("region", { name: row.key });
  await expect(now.getByText("Equal", { exact: true })).toHaveCount(3);
  const life = page.getByRole("region", { name: "Life line" }).getByRole("listitem");
  await expect(life.filter({ hasText: "Written over" }).first()).toContainText(row.cells.Name ?? "");
  await page
    .getByRole("button", { name: /^Restore to version/ })
    .first()
    .click();

  await expect(page.getByRole("heading", { level: 1, name: "Restore of Cities" })).toBeVisible();
  await page.getByRole("button", { name: "Approve once" }).click();
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
  const after = await cities.equalRows();
  expect(after.sheet.find(({ key }) => key === row.key)?.cells).toEqual(row.cells);
});

/** The owner is asked by mail, with the number and the way to the plan. */
async function heldLetter({ api, ready }: Cities): Promise<void> {
  const members = await api.ask<{ data: readonly { email: string; role: string }[] }>("GET", "/members");
  const owner = members.data.find(({ role }) => role === "owner")?.email ?? "";
  const asked = /Your approval is asked for\.[\s\S]*More deletes than the limit/;
  expect(await linkSentTo(ready.sandbox.control, owner, asked)).toContain(`${ready.org}/runs/run_`);
}

/** By key, so that the same rows are meant however a database lists them. */
const byKey = (rows: SideRows): SideRows => rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));

const pick = (rows: SideRows): SideRows => byKey(rows).slice(FROM, FROM + Math.ceil(rows.length * TOO_MANY));

const handles = (rows: SideRows): string[] => rows.map(({ handle }) => handle).toSorted();

async function deleteMany(cities: Cities, rows: SideRows): Promise<SideRows> {
  const gone = pick(rows);
  await cities.hands.remove("postgres", gone);
  return gone;
}

/** Runs the registry and opens the plan that is held. */
async function heldPlan(page: Page): Promise<Locator> {
  await openRegistry(page, "Cities");
  await page.getByRole("button", { name: "Run now", exact: true }).click();
  await page.getByRole("link", { name: "Look at the plan and decide" }).click();
  const card = page.getByRole("region", { name: "This plan waits for your decision" });
  await expect(card).toBeVisible();
  return card;
}

async function seeAllEqual(page: Page, rows: number): Promise<void> {
  await expect(page.getByText("Done", { exact: true })).toBeVisible({ timeout: 60_000 });
  const counts = page.getByRole("region", { name: "Counts" });
  await expect(
    counts.getByText(`${grouped(rows)} of ${grouped(rows)} rows equal on all sides`),
  ).toBeVisible();
}
