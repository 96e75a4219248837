import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { type Cities, test } from "../support/demo-test";
import { changesOf, openRegistry, runAndOpen } from "../support/registry-screen";
import { SIDES, type SideRows } from "../support/three-sides";

test.describe.configure({ mode: "serial" });

/** Another name each time: the journeys run twice on one demo. */
const newName = (what: string): string => `${what} ${randomUUID().slice(0, 8)}`;

test("paused, nothing moves; resumed, what all sides changed meanwhile arrives", async ({ page, cities }) => {
  const before = await cities.equalRows();
  const names = { notion: newName("Notion"), postgres: newName("SQL"), sheet: newName("Sheet") };
  const keys = { notion: keyAt(before, 400), postgres: keyAt(before, 401), sheet: keyAt(before, 402) };

  await openRegistry(page, "Cities");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Resume", exact: true })).toBeFocused();
  for (const side of SIDES)
    await cities.hands.editCell(side, rowOf(before[side], keys[side]), {
      column: "Name",
      value: names[side],
    });

  // Nobody can start a run, and none begins.
  await expect(page.getByRole("button", { name: "Run now" })).toHaveCount(0);
  const refused = await cities.api.startRun(cities.registry.id).catch((error: Error) => error.message);
  expect(refused).toContain("paused");
  for (const side of SIDES) {
    const rows = (await cities.sides.read())[side];
    for (const other of SIDES)
      expect(rowOf(rows, keys[other]).cells.Name === names[other], `${other} on ${side}`).toBe(
        side === other,
      );
  }

  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await runAndOpen(page);
  await seeDone(page);
  const after = await cities.equalRows();
  for (const side of SIDES) expect(rowOf(after.postgres, keys[side]).cells.Name).toBe(names[side]);
});

test("a sheet that may not edit a field has its edit put back, and the run says why", async ({
  page,
  cities,
}) => {
  const before = await cities.equalRows();
  const key = keyAt(before, 405);
  await apply(page, { preset: "A side may not edit", field: "Name" });
  await expect(gridRow(page, "Name").getByText("Put back", { exact: true })).toHaveCount(1);
  await cities.hands.editCell("sheet", rowOf(before.sheet, key), {
    column: "Name",
    value: newName("Refused"),
  });

  const card = await runAndHold(page);
  await expect(card.getByText(/direction of Name changed from both to out/).first()).toBeVisible();
  await approve(page, card);
  const changes = changesOf(page, key);
  await expect(changes).toHaveCount(1);
  await expect(changes.getByText("Put back: Name may not be edited on this side.")).toBeVisible();
  const after = await cities.equalRows();
  expect(rowOf(after.sheet, key).cells.Name).toBe(rowOf(before.sheet, key).cells.Name);
});

test("once it may edit again, its edit arrives", async ({ page, cities }) => {
  const before = await cities.equalRows();
  const key = keyAt(before, 405);
  const name = newName("Allowed");
  await apply(page, { preset: "A side may edit again", field: "Name" });
  await expect(gridRow(page, "Name").getByText("May edit", { exact: true })).toHaveCount(3);
  await approve(page, await runAndHold(page));

  await cities.hands.editCell("sheet", rowOf(before.sheet, key), { column: "Name", value: name });
  await openRegistry(page, "Cities");
  await runAndOpen(page);
  await seeDone(page);
  await expect(changesOf(page, key)).toHaveCount(2);
  expect(rowOf((await cities.equalRows()).notion, key).cells.Name).toBe(name);
});

/** Applies a preset for the sheet on the tab Access. */
async function apply(page: Page, { preset, field }: { preset: string; field: string }): Promise<void> {
  await openRegistry(page, "Cities");
  await page
    .getByRole("navigation", { name: "Parts of the registry" })
    .getByRole("link", { name: "Access" })
    .click();
  const card = page.getByRole("region", { name: "Presets" });
  await card.getByLabel("Preset", { exact: true }).selectOption(preset);
  await card.getByLabel("Side of the preset").selectOption({ label: "Google Sheets: Cities" });
  await card.getByRole("checkbox", { name: field, exact: true }).check();
  await card.getByRole("button", { name: "Apply preset" }).click();
  await expect(card.getByText(/^Applied/)).toBeVisible();
}

const gridRow = (page: Page, field: string): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: field, exact: true }) });

/** Runs the registry, sees the run held, and opens the card that waits for a decision. */
async function runAndHold(page: Page): Promise<Locator> {
  await openRegistry(page, "Cities");
  await page.getByRole("button", { name: "Run now", exact: true }).click();
  await page.getByRole("link", { name: "Look at the plan and decide" }).click();
  const card = page.getByRole("region", { name: "This plan waits for your decision" });
  await expect(card.getByText("The registry's settings changed", { exact: true }).first()).toBeVisible();
  return card;
}

async function approve(page: Page, card: Locator): Promise<void> {
  await card.getByRole("button", { name: /^Approve/ }).click();
  await seeDone(page);
}

const seeDone = (page: Page): Promise<void> => expect(page.getByText("Done", { exact: true })).toBeVisible();

const keyAt = (rows: Awaited<ReturnType<Cities["equalRows"]>>, at: number): string =>
  rows.postgres[at]?.key ?? "";

function rowOf(rows: SideRows, key: string): SideRows[number] {
  const row = rows.find((candidate) => candidate.key === key);
  if (!row) throw new Error(`there is no row ${key}`);
  return row;
}
