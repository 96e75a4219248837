import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect, type Page } from "@playwright/test";
import { test } from "../support/demo-test";
import { openDemo } from "../support/signed-in";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Which row of the cities this journey edits. */
const ROW = 60;

const run = promisify(execFile);

test("what happened to a row is found by its key, opened, exported, and verified by the printed command", async ({
  page,
  cities,
}, info) => {
  const { sheet } = await cities.equalRows();
  const row = sheet[ROW];
  if (!row) throw new Error("the sheet has too few rows");
  const name = `Looked into ${randomUUID().slice(0, 4)}`;
  await cities.hands.editCell("sheet", row, { column: "Name", value: name });
  expect((await cities.api.sync(cities.registry.id)).status).toMatch(/^done/);

  await openDemo(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit" }).click();
  await page.getByRole("searchbox", { name: "What happened to the row with the key" }).fill(row.key);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.waitForURL(/key=/);

  const line = page
    .getByRole("table", { name: "Audit log" })
    .getByRole("row")
    .filter({ hasText: "Row changed on a side" })
    .filter({ hasText: name })
    .first();
  await expect(line.getByRole("deletion")).toHaveText(row.cells.Name ?? "");
  await expect(line.getByText("verified", { exact: true })).toBeAttached();
  // The page listens once its script has run.
  const sheetOfEntry = page.getByRole("dialog");
  await expect(async () => {
    await line.click({ position: { x: 8, y: 8 } });
    await expect(sheetOfEntry).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(sheetOfEntry.getByRole("region", { name: "Fields" }).getByRole("insertion")).toHaveText(name);
  await sheetOfEntry.getByText("For the expert").click();
  await expect(sheetOfEntry.getByText("Leaf hash (RFC 6962)")).toBeVisible();
  await page.keyboard.press("Escape");

  const csv = await saved(page, "CSV, for a spreadsheet", info.outputPath("audit.csv"));
  expect(await readFile(csv, "utf8")).toContain(`,Name,${row.cells.Name},${name},`);

  const file = await saved(page, "NDJSON, with proofs", info.outputPath("audit.ndjson"));
  const keys = info.outputPath("vkeys.txt");
  await writeFile(keys, await (await fetch(`${cities.ready.url}/.well-known/vkeys.txt`)).text());
  const verify = (what: string) =>
    run(process.execPath, ["scripts/chittysync.mjs", "verify", what, "--keys", keys], { cwd: ROOT });
  expect((await verify(file)).stdout).toContain("entries are in the log");
  const forged = info.outputPath("forged.ndjson");
  await writeFile(forged, (await readFile(file, "utf8")).replace(name, "Nothing to see"));
  await expect(verify(forged)).rejects.toMatchObject({ code: 2 });
});

test("every registry's runs stand in one list, and what people did beside it", async ({ page, cities }) => {
  await openDemo(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Activity" }).click();
  const runs = page.getByRole("table", { name: "Runs of all registries" });
  await expect(runs.getByText("Sync of Cities").first()).toBeVisible();
  await page.goto(`${new URL(page.url()).pathname}?kind=undo&registry=${cities.registry.id}`);
  await expect(page.getByText("No run fits")).toBeVisible();

  await page.getByRole("link", { name: "What people did" }).click();
  const deeds = page.getByRole("table", { name: "What people did" });
  await expect(deeds.getByText("Registry made").first()).toBeVisible();
});

async function saved(page: Page, link: string, file: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  await (await download).saveAs(file);
  return file;
}
