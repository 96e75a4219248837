import { expect } from "@playwright/test";
import { CustomerTable } from "../support/customer-table";
import { customerUrl, signUp } from "../support/new-person";
import { readReady } from "../support/ready";
import { SandboxControl } from "../support/sandbox-control";
import { test } from "../support/watched-test";
import {
  agreeAtGoogle,
  agreeAtNotion,
  choosePlace,
  chooseSystem,
  connectTheDatabase,
  continueTo,
} from "../support/wizard";

const ROWS = 1_000;
const COLUMNS = ["Code", "Part", "Price"];

const part = (at: number) => ({
  Code: `P${String(at).padStart(4, "0")}`,
  Part: `Part number ${at}`,
  Price: String(at * 3),
});

/** Nothing of the demo's own organization is used, so the story is the same with `--no-seed`. */
test("from the sign-up page to 1,000 rows verified equal in three systems, in the browser alone", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const ready = readReady();
  const control = new SandboxControl(ready.sandbox.control);
  const unique = Date.now();
  const title = `Parts ${unique}`;
  const rows = Array.from({ length: ROWS }, (_, at) => part(at + 1));
  const { dataSourceId } = await control.do<{ dataSourceId: string }>("notion", "create-database", {
    title,
    properties: { Code: "title", Part: "rich_text", Price: "number" },
  });
  await control.do("notion", "create-rows", { dataSourceId, rows: rows.slice(10) });
  const url = customerUrl(ready);
  const table = new CustomerTable({ url, schema: "public", table: `parts_${unique}` });
  await table.query(`create table ${table.name} (code text primary key, part text, price numeric)`);
  const lines = [COLUMNS, ...rows.slice(0, -10).map((row) => Object.values(row))];
  const book = await control.do<{ spreadsheetId: string }>("google", "create-spreadsheet", {
    title,
    owner: "owner@example.com",
    sheets: [{ title: "Parts", rows: lines }],
  });
  const began = Date.now();

  await signUp(page, ready, `Parts ${unique}`);
  await page.getByRole("button", { name: /Notion and PostgreSQL/ }).click();
  await agreeAtNotion(page);
  await choosePlace(page, title, new RegExp(title));
  await expect(page.getByRole("region", { name: /PostgreSQL/ })).toBeVisible();
  await connectTheDatabase(page, "Warehouse", url);
  await choosePlace(page, `parts_${unique}`, new RegExp(`parts_${unique}`));
  await page.getByRole("button", { name: "Add another place" }).click();
  await chooseSystem(page, "Google Sheets");
  await agreeAtGoogle(page);
  await choosePlace(
    page,
    `https://docs.google.com/spreadsheets/d/${book.spreadsheetId}/edit`,
    new RegExp(title),
  );
  await expect(page.getByRole("list", { name: "Chosen places" }).getByRole("listitem")).toHaveCount(3);

  await continueTo(page, "Map", "Which columns mean the same?");
  await expect(page.getByText("3 of 3 mapped").first()).toBeVisible();
  await page.reload();
  await expect(page.getByText("3 of 3 mapped").first()).toBeVisible();
  await continueTo(page, "Configure", "How are they kept equal?");
  await expect(page.getByText(/980 on several sides/)).toBeVisible();
  await continueTo(page, "Dry run", "What would be written?");
  await expect(page.getByRole("button", { name: "+1,000 new" })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "+1,000 new" }).click();
  await expect(page.getByText("Part number 1", { exact: true })).toBeVisible();
  await continueTo(page, "Go live", "Ready to start?");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByText("1,000 of 1,000 rows verified equal")).toBeVisible({ timeout: 120_000 });
  await page.getByRole("link", { name: "Open the registry" }).click();
  await expect(page.getByText("1,000 of 1,000 equal on all sides").first()).toBeVisible();
  expect(Date.now() - began, "from the sign-up page to the proof, in ms").toBeLessThan(180_000);

  await table.query(`drop table ${table.name}`);
  await table.close();
});
