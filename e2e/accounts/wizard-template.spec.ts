import { expect, type Page } from "@playwright/test";
import { CustomerTable } from "../support/customer-table";
import { customerUrl, signUp } from "../support/new-person";
import { readReady } from "../support/ready";
import { SandboxControl } from "../support/sandbox-control";
import { test } from "../support/watched-test";
import { agreeAtNotion, choosePlace, chooseSystem, connectTheDatabase, continueTo } from "../support/wizard";

/** Makes the place that the wizard proposes, under a name that nothing has. */
async function makePlace(
  page: Page,
  name: string,
  kind: RegExp,
  parent: string | null = null,
): Promise<void> {
  const field = page.getByLabel("Name", { exact: true });
  // A page that has just been loaded may not listen yet.
  await expect(async () => {
    await page.getByRole("button", { name: "Or make a new one there" }).click();
    await expect(field).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(field).toHaveValue(kind);
  await field.fill(name);
  // Of a workspace with many rows the page is not among the first that are found.
  if (parent !== null) await page.getByLabel(/^Find the page/).fill(parent);
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("listitem", { name: new RegExp(name) })).toBeVisible();
}

test("from a template over places that are made for it to rows verified equal, with its rules in force", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const ready = readReady();
  const unique = Date.now();
  const table = new CustomerTable({ url: customerUrl(ready), schema: "public", table: `exhibits_${unique}` });

  await signUp(page, ready, `Exhibits ${unique}`);
  await page.getByRole("link", { name: "New registry" }).click();
  await page.getByRole("button", { name: /^Legal evidence/ }).click();
  await page.getByRole("button", { name: "Use this template" }).click();
  await chooseSystem(page, "Notion");
  await agreeAtNotion(page);
  await makePlace(page, `Exhibits ${unique}`, /^Legal evidence$/, "Sandbox workspace");
  await chooseSystem(page, "PostgreSQL");
  await connectTheDatabase(page, "Warehouse", customerUrl(ready));
  await makePlace(page, `exhibits_${unique}`, /^legal_evidence$/);
  await table.insert({
    exhibit_number: "EX-1",
    case: "1",
    title: "Lease",
    status: "Draft",
    sha_256: "a".repeat(64),
  });

  await continueTo(page, "Map", "Which columns mean the same?");
  await expect(page.getByText("11 of 11 mapped").first()).toBeVisible();
  const print = page.getByRole("listitem", { name: "SHA-256" });
  await expect(print.getByText("The template has it edited in PostgreSQL.")).toBeVisible();
  await continueTo(page, "Configure", "How are they kept equal?");
  await page.getByText(/2 rules of the template left out: the plan has no room/).click();
  await expect(page.getByRole("checkbox", { name: /^Exhibit number matches/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^Final evidence needs its source/ })).toBeDisabled();
  await continueTo(page, "Dry run", "What would be written?");
  await expect(page.getByRole("button", { name: "+1 new" })).toBeVisible({ timeout: 60_000 });
  await continueTo(page, "Go live", "Ready to start?");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByText("1 of 1 row verified equal")).toBeVisible({ timeout: 60_000 });

  await table.query(`drop table ${table.name}`);
  await table.close();
});

test("a column that a table lacks is made; started in shadow mode nothing is written, and it goes live from there", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const ready = readReady();
  const control = new SandboxControl(ready.sandbox.control);
  const unique = Date.now();
  const title = `Tools ${unique}`;
  const { dataSourceId } = await control.do<{ dataSourceId: string }>("notion", "create-database", {
    title,
    properties: { Code: "title", Tool: "rich_text" },
  });
  await control.do("notion", "create-rows", { dataSourceId, rows: [{ Code: "T1", Tool: "Saw" }] });
  const url = customerUrl(ready);
  const table = new CustomerTable({ url, schema: "public", table: `tools_${unique}` });
  await table.query(`create table ${table.name} (code text primary key)`);

  await signUp(page, ready, title);
  await page.getByRole("button", { name: /Notion and PostgreSQL/ }).click();
  await agreeAtNotion(page);
  await choosePlace(page, title, new RegExp(title));
  await expect(page.getByRole("region", { name: /PostgreSQL/ })).toBeVisible();
  await connectTheDatabase(page, "Warehouse", url);
  await choosePlace(page, `tools_${unique}`, new RegExp(`tools_${unique}`));
  await continueTo(page, "Map", "Which columns mean the same?");
  await expect(page.getByText("1 of 1 mapped").first()).toBeVisible();
  await page
    .getByLabel("Add a field from a column")
    .selectOption({ label: `Tool (Sandbox workspace: ${title})` });
  await expect(page.getByText("1 of 2 mapped").first()).toBeVisible();
  await page.getByRole("button", { name: "Make Tool" }).click();
  await expect(page.getByText("2 of 2 mapped").first()).toBeVisible();
  await continueTo(page, "Configure", "How are they kept equal?");
  await page.getByRole("radio", { name: /^Code/ }).check();
  await continueTo(page, "Dry run", "What would be written?");
  await continueTo(page, "Go live", "Ready to start?");
  await page.getByRole("button", { name: "Start in shadow mode" }).click();
  await page.getByRole("link", { name: "See the report" }).click();
  await expect(page.getByText("1 created, 0 updated, 0 deleted")).toBeVisible();
  await expect(page.getByText("0 writes went out")).toBeVisible();
  expect(await table.rows()).toEqual([]);
  await page.getByRole("button", { name: "Go live" }).click();
  await expect.poll(() => table.rows(), { timeout: 60_000 }).toEqual([{ code: "T1", Tool: "Saw" }]);

  await table.query(`drop table ${table.name}`);
  await table.close();
});
