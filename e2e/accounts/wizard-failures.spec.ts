import { expect } from "@playwright/test";
import { CustomerTable } from "../support/customer-table";
import { customerUrl, signUp } from "../support/new-person";
import { readReady } from "../support/ready";
import { SandboxControl } from "../support/sandbox-control";
import { test } from "../support/watched-test";
import { agreeAtGoogle, choosePlace, chooseSystem, connectTheDatabase, continueTo } from "../support/wizard";

/** More than the free plan's rows, two of them with one key. */
const ROWS = 1_010;

test("what can go wrong on the way is said where it does, with what mends it", async ({ page }) => {
  test.setTimeout(240_000);
  const ready = readReady();
  const control = new SandboxControl(ready.sandbox.control);
  const unique = Date.now();
  const url = customerUrl(ready);
  const table = new CustomerTable({ url, schema: "public", table: `stock_${unique}` });
  await table.query(`create table ${table.name} (code text, price numeric, born date)`);
  await table.query(
    `insert into ${table.name} select 'S' || n, n, '2026-01-01'
       from generate_series(1, ${ROWS - 1}) n`,
  );
  await table.insert({ code: "S1", price: "9", born: "2026-01-02" });
  const book = await control.do<{ spreadsheetId: string }>("google", "create-spreadsheet", {
    title: `Stock ${unique}`,
    owner: "owner@example.com",
    sheets: [
      {
        title: "Stock",
        rows: [
          ["Code", "Price", "Born"],
          ["S2", "2", "2026-01-01"],
          ["S3", "soon", "2026-01-01"],
        ],
      },
    ],
  });

  await signUp(page, ready, `Stock ${unique}`);
  await page.getByRole("link", { name: "New registry" }).click();
  await page.getByRole("button", { name: "Start from other places" }).click();

  // A wrong token: nothing is stored, and the line that failed says what to do.
  await chooseSystem(page, "Notion");
  await page.getByText("Or paste an internal connection's token").click();
  await page.getByLabel(/^Name/).fill("Wiki");
  await page.getByLabel(/^Token/).fill("ntn_wrong");
  await page.getByRole("button", { name: "Connect with the token" }).click();
  await expect(page.getByText("Nothing was connected. This is what was tried:")).toBeVisible();
  await expect(page.getByRole("alert").getByText("Notion does not accept the token")).toBeVisible();
  await page.getByRole("button", { name: "Back" }).click();

  // Not shared: a place that the connection may not see says how it is let see it.
  await chooseSystem(page, "Google Sheets");
  await agreeAtGoogle(page);
  await page.getByRole("searchbox").fill("Somebody else's sheet");
  await expect(page.getByText("No spreadsheet of that name is open to this connection.")).toBeVisible();
  await choosePlace(page, `https://docs.google.com/spreadsheets/d/${book.spreadsheetId}/edit`, /Stock/);

  // No key: without one the system's rows cannot be told apart, which is mended there and read again.
  await chooseSystem(page, "PostgreSQL");
  await connectTheDatabase(page, "Warehouse", url);
  await choosePlace(page, `stock_${unique}`, new RegExp(`stock_${unique}`));
  const places = page.getByRole("list", { name: "Chosen places" });
  await expect(places.getByText(/rows cannot be told apart/)).toBeVisible();
  await expect(places.getByText("Add a primary key", { exact: false })).toBeVisible();
  await continueTo(page, "Map", "Which columns mean the same?");
  await expect(page.getByText(/could not be read/)).toBeVisible();
  await table.query(`alter table ${table.name} add column id bigserial primary key`);
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(page.getByText(/1,010 rows of Warehouse/)).toBeVisible();

  // Values that do not convert, with their rows, and a column that cannot hold a field's type.
  const price = page.getByRole("listitem", { name: "Price" });
  await expect(price.getByText(/1 of 2 values do not convert/).first()).toBeVisible();
  await price.getByText("see them").first().click();
  await expect(price.getByRole("cell", { name: "soon" }).first()).toBeVisible();
  const born = page.getByRole("listitem", { name: "Born" });
  await born.getByLabel(/^Column of Born on Warehouse/).selectOption("price");
  await expect(born.getByText(/cannot hold this type/)).toBeVisible();
  await born.getByLabel(/^Column of Born on Warehouse/).selectOption("born");
  await price.getByLabel(/^Column of Price on Warehouse/).selectOption("price");

  // Duplicates, with their rows; over the plan, before anything is tried.
  await continueTo(page, "Configure", "How are they kept equal?");
  await expect(page.getByText("No field is filled and different in every row.")).toBeVisible();
  await page.getByRole("radio", { name: /^Code/ }).check();
  await page.getByText(/1 key not unique in PostgreSQL/).click();
  await expect(page.getByRole("row", { name: /^S1 / })).toHaveCount(2);
  await expect(page.getByText(/the Free plan has room for 1,000 of 1,000/).first()).toBeVisible();

  await table.query(`drop table ${table.name}`);
  await table.close();
});
