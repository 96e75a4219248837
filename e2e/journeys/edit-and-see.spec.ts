import { expect, type Page } from "@playwright/test";
import { type Cities, test } from "../support/demo-test";
import { changesOf, grouped, openRegistry, runAndOpen } from "../support/registry-screen";
import { SIDES, type SideName, type SideRows } from "../support/three-sides";

/** The share of rows that somebody deletes by mistake: more than the 10 % that pass without a person. */
const TOO_MANY = 0.15;

test.describe.configure({ mode: "serial" });

test("one edit on each side is everywhere after one run, and the run shows each cell", async ({
  page,
  cities,
}) => {
  const before = await cities.equalRows();
  const edits = editsOf(before);
  for (const { side, row, column, after } of edits)
    await cities.hands.editCell(side, row, { column, value: after });

  await openRegistry(page, "Cities");
  await runAndOpen(page);
  await seeAllEqual(page, before.postgres.length);

  for (const { row, column, after } of edits) {
    const changes = changesOf(page, row.key);
    // The two sides that did not have it yet.
    await expect(changes).toHaveCount(2);
    for (const change of await changes.all()) {
      await expect(change.getByText(column, { exact: true })).toBeVisible();
      await expect(change.getByRole("deletion")).toHaveText(row.cells[column] ?? "");
      await expect(change.getByRole("insertion")).toHaveText(after);
    }
  }
  const rows = await cities.equalRows();
  for (const { row, column, after } of edits)
    expect(rowOf(rows.postgres, row.key)?.cells[column]).toBe(after);
  await openRegistry(page, "Cities");
  await seeNumbers(page);
});

test("a row trashed in Notion is gone everywhere", async ({ page, cities }) => {
  const before = await cities.equalRows();
  const row = rowAt(before.notion, 4);
  await cities.hands.remove("notion", [row]);

  await openRegistry(page, "Cities");
  await runAndOpen(page);
  await seeAllEqual(page, before.notion.length - 1);
  const changes = changesOf(page, row.key);
  await expect(changes).toHaveCount(2);
  for (const change of await changes.all())
    await expect(change.getByText("Delete", { exact: true })).toBeVisible();

  const after = await cities.equalRows();
  for (const side of SIDES) expect(rowOf(after[side], row.key)).toBeUndefined();
});

test("a mass delete is held with its number; rejected, it deletes nothing", async ({ page, cities }) => {
  const before = await cities.equalRows();
  const count = before.postgres.length;
  const gone = before.postgres.slice(0, Math.ceil(count * TOO_MANY));
  await cities.hands.remove("postgres", gone);

  await openRegistry(page, "Cities");
  await page.getByRole("button", { name: "Run now", exact: true }).click();
  await expect(page.getByText("Held for approval", { exact: true }).first()).toBeVisible();
  await page.getByRole("link", { name: "Look at the plan and decide" }).click();

  const card = page.getByRole("region", { name: "This plan waits for your decision" });
  await expect(card.getByText("More deletes than the limit", { exact: true }).first()).toBeVisible();
  await expect(
    card.getByText(`delete ${grouped(gone.length)} of ${grouped(count)} rows`).first(),
  ).toBeVisible();
  await card.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(page.getByText("Rejected", { exact: true })).toBeVisible();

  const rejected = await cities.sides.read();
  expect(rejected.notion.length).toBe(count);
  expect(rejected.sheet.length).toBe(count);

  for (const { cells } of gone) await cities.sides.table.insert(nullsFor(cells));
  await openRegistry(page, "Cities");
  await page.getByRole("button", { name: "Run now", exact: true }).click();
  await expect(page.getByText("Up to date", { exact: true })).toBeVisible();
  const after = await cities.equalRows();
  expect(after.postgres.length).toBe(count);
});

async function seeAllEqual(page: Page, rows: number): Promise<void> {
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
  const counts = page.getByRole("region", { name: "Counts" });
  await expect(
    counts.getByText(`${grouped(rows)} of ${grouped(rows)} rows equal on all sides`),
  ).toBeVisible();
}

/** How late the edits were, in each direction, and the score with its formula. */
async function seeNumbers(page: Page): Promise<void> {
  const directions = page.getByRole("table", { name: "Edit to written by direction" });
  for (const direction of ["Notion → PostgreSQL", "PostgreSQL → Google Sheets", "Google Sheets → Notion"])
    await expect(directions.getByRole("row", { name: direction })).toBeVisible();
  const figures = page.getByRole("region", { name: "How it stands" });
  await expect(figures.getByText(/^p95 .+ · p99/)).toBeVisible();
  await figures.getByRole("button", { name: "Compliance score" }).click();
  const formula = page.getByRole("dialog", { name: "How Compliance score is computed" });
  await expect(formula.getByText("Rows valid", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(formula).toBeHidden();
}

interface CellEdit {
  readonly side: SideName;
  readonly row: SideRows[number];
  readonly column: string;
  readonly after: string;
}

/** Three rows, one edited on each side, each in another column. */
function editsOf(rows: Awaited<ReturnType<Cities["equalRows"]>>): CellEdit[] {
  const [first, second, third] = [10, 20, 30].map((at) => rowAt(rows.postgres, at).key);
  const on = (side: SideName, key: string | undefined) =>
    rowOf(rows[side], key ?? "") ?? rowAt(rows[side], 0);
  const population = on("notion", second);
  return [
    { side: "sheet", row: on("sheet", first), column: "Name", after: "Edited in the sheet" },
    {
      side: "notion",
      row: population,
      column: "Population",
      after: String(Number(population.cells.Population) + 17),
    },
    { side: "postgres", row: on("postgres", third), column: "Name", after: "Edited by SQL" },
  ];
}

const rowOf = (rows: SideRows, key: string): SideRows[number] | undefined =>
  rows.find((row) => row.key === key);

function rowAt(rows: SideRows, at: number): SideRows[number] {
  const row = rows[at];
  if (!row) throw new Error(`there is no row ${at}`);
  return row;
}

const nullsFor = (cells: Readonly<Record<string, string>>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, text === "" ? null : text]));
