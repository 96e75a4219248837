import { expect, type Page } from "@playwright/test";
import { type Cities, test } from "../support/demo-test";
import { makeOwnPlaces } from "../support/own-places";
import { sideOn } from "../support/ready";

const WORKSPACE = "Sandbox workspace";
const ACCOUNT = "owner@example.com";

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

const listed = async ({ api }: Cities) => (await api.ask<{ data: Listed[] }>("GET", "/connections")).data;

/** The newest connection of this name: journeys may have left others. */
async function idOf(cities: Cities, name: string): Promise<string> {
  return (await listed(cities)).findLast((one) => one.name === name)?.id ?? "";
}

async function openConnections(page: Page, { ready }: Cities): Promise<void> {
  await page.goto("/");
  await page.goto(`/${ready.org}/connections`);
  await expect(page.getByRole("heading", { name: "Connections" })).toBeVisible();
}

/** What may never be told: an address or a page that holds something that opens anything. */
function watch(page: Page): readonly string[] {
  const leaks: string[] = [];
  const look = (text: string) => SECRETS.test(text) && leaks.push(text);
  page.on("request", (request) => [request.url(), request.headers().referer ?? ""].forEach(look));
  page.on("framenavigated", (frame) => look(frame.url()));
  page.on("response", async (response) => {
    if (response.headers()["content-type"]?.startsWith("text/html"))
      look(await response.text().catch(() => ""));
  });
  return leaks;
}

const SECRETS = /ntn_|nrt_|ya29|1\/\/0|postgres:/;

/** To Google, by the way that is shown first or by the other one, with the demo's account. */
async function agreeAtGoogle(page: Page, files: "picked" | "all"): Promise<void> {
  await page.getByRole("button", { name: "Connect Google", exact: true }).click();
  if (files === "all") await page.getByText("Or open every spreadsheet").click();
  const links = page.getByRole("link", { name: "Continue to Google" });
  await (files === "all" ? links.last() : links.first()).click();
  await page.getByLabel(ACCOUNT).check();
}

test("Notion and Google by consent and a database by its URL; one is taken back, reconnected, and all is well", async ({
  page,
  cities,
}) => {
  const { ready, api, sides } = cities;
  const leaks = watch(page);
  await openConnections(page, cities);

  await page.getByRole("button", { name: "Connect Notion", exact: true }).click();
  await page.getByRole("link", { name: "Continue to Notion" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Nothing was connected, as you chose.")).toBeVisible();
  await page.getByRole("button", { name: "Connect Notion", exact: true }).click();
  await page.getByRole("link", { name: "Continue to Notion" }).click();
  await page.getByRole("button", { name: "Allow access" }).click();
  await expect(page.getByText("Connected. Registries can use it")).toBeVisible();

  await agreeAtGoogle(page, "all");
  await page.getByLabel(/auth\/spreadsheets/).uncheck();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("See and edit your Google Sheets spreadsheets")).toBeVisible();
  await agreeAtGoogle(page, "all");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Connected. Registries can use it")).toBeVisible();

  await page.getByRole("button", { name: "Connect PostgreSQL", exact: true }).click();
  const name = `Warehouse ${Date.now()}`;
  // Not by a part: the hint of the CA certificate speaks of a host name.
  await page.getByLabel(/^Name/).fill(name);
  const [first] = ready.registries;
  if (!first) throw new Error("the demo has no registry");
  const { url } = sideOn(first, "postgres").location;
  await page.getByLabel(/^URL/).fill(url.replace(/:[^:@/]+@/, ":wrong@"));
  await page.getByRole("button", { name: "Connect the database" }).click();
  const tried = page.getByRole("alert").getByRole("listitem");
  await expect(tried).toHaveCount(5);
  await expect(tried.filter({ hasText: "Sign-in:" })).toContainText("Enter the current password.");
  await page.getByLabel(/^URL/).fill(url);
  await page.getByRole("button", { name: "Connect the database" }).click();
  await expect(page.getByRole("listitem", { name })).toContainText("Working");

  const connections = {
    notion: await idOf(cities, WORKSPACE),
    google: await idOf(cities, ACCOUNT),
    postgres: await idOf(cities, name),
  };
  const places = await makeOwnPlaces({ ...cities, ready: { ...ready, connections } }, "Harbours", {
    columns: ["Harbour", "City"],
    rows: {
      notion: [{ Harbour: "Alba", City: "North" }],
      postgres: [{ Harbour: "Bora", City: "South" }],
      sheet: [{ Harbour: "Cala", City: "East" }],
    },
    settings: { schedule: "hourly", mode: "bidirectional" },
  });
  const rowsOf = async () => {
    const { notion, postgres, sheet } = await places.sides.read();
    const texts = [notion, postgres, sheet].map((rows) =>
      rows.map(({ cells }) => `${cells.Harbour} ${cells.City}`).sort(),
    );
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[2]).toEqual(texts[0]);
    return texts[0];
  };
  await places.firstSync();
  expect(await rowsOf()).toEqual(["Alba North", "Bora South", "Cala East"]);

  await sides.control.do("notion", "withdraw-consent");
  const waiting = await api.startRun(places.id);
  await page.goto(`/${ready.org}/registries/${places.id}`);
  await expect(page.getByText("Reconnect needed").first()).toBeVisible();
  await expect(page.getByText("waits for a connection")).toBeVisible();
  await places.sides.table.insert({ Harbour: "Dora", City: "West" });
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: /Needs attention/ })
    .click();
  await page.getByRole("list", { name: "What waits" }).getByRole("link", { name: WORKSPACE }).last().click();

  const line = page.getByRole("listitem", { name: WORKSPACE }).filter({ hasText: places.name });
  await expect(line).toContainText("Reconnect needed");
  await line.getByRole("link", { name: "Continue to Notion" }).click();
  await page.getByRole("button", { name: "Allow access" }).click();
  await expect(page.getByText("Reconnected. Registries that waited")).toBeVisible();
  await expect(line).toContainText("Working");
  expect(await api.untilOver(waiting.id)).toMatchObject({ status: "done", error: null });
  expect((await api.newestRun(places.id))?.id, "the one that waited, and no other").toBe(waiting.id);
  expect(await rowsOf()).toEqual(["Alba North", "Bora South", "Cala East", "Dora West"]);
  expect(leaks).toEqual([]);

  await places.remove();
  for (const id of Object.values(connections)) await api.ask("DELETE", `/connections/${id}`);
});

test("SQL for a role of its own; Google with one chosen spreadsheet, renamed, disconnected and removed", async ({
  page,
  cities,
}) => {
  const leaks = watch(page);
  await openConnections(page, cities);
  await page.getByRole("button", { name: "Connect PostgreSQL", exact: true }).click();
  await page.getByText("No role for ChittySync yet?").click();
  await page.getByLabel("Tables, one a line").fill("cities");
  await page.getByRole("button", { name: "Write the SQL" }).click();
  await expect(
    page.getByText('grant select, insert, update, delete on table "public"."cities"'),
  ).toBeVisible();
  await page.getByRole("button", { name: "Connect PostgreSQL", exact: true }).click();

  const title = `Chosen ${Date.now()}`;
  const sheets = [{ title: "Tab", rows: [["a"]] }];
  await cities.sides.control.do("google", "create-spreadsheet", { title, owner: ACCOUNT, sheets });
  await agreeAtGoogle(page, "picked");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: "Choose its spreadsheets" }).click();
  const opened = page.getByRole("list", { name: "Spreadsheets" }).getByRole("listitem");
  await page.getByRole("button", { name: "Choose a spreadsheet" }).click();
  const dialog = page.frameLocator('iframe[title="Google Picker"]');
  await dialog.getByLabel(title).check();
  await dialog.getByRole("button", { name: "Select" }).click();
  await expect(opened.filter({ hasText: title })).toContainText("Tab");
  await page.getByRole("main").getByRole("link", { name: "Connections" }).click();
  const id = await idOf(cities, ACCOUNT);
  const name = `Books ${Date.now()}`;
  const line = page.getByRole("listitem", { name: ACCOUNT }).last();
  await line.getByRole("button", { name: `Change ${ACCOUNT}` }).click();
  await line.getByLabel("Name").fill(name);
  await line.getByRole("button", { name: "Rename" }).click();
  const renamed = page.getByRole("listitem", { name });
  await renamed.getByRole("button", { name: `Change ${name}` }).click();
  await renamed.getByRole("button", { name: `Disconnect ${name}` }).click();
  await expect(renamed).toContainText("Disconnected");
  await renamed.getByRole("button", { name: `Change ${name}` }).click();
  await renamed.getByRole("button", { name: `Remove ${name}` }).click();
  await expect(renamed).toHaveCount(0);
  expect((await listed(cities)).some((one) => one.id === id)).toBe(false);
  expect(leaks).toEqual([]);
});
