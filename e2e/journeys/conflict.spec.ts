import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { type Cities, test } from "../support/demo-test";
import { openRegistry } from "../support/registry-screen";
import { SIDES, type SideName, type SideRows } from "../support/three-sides";

/** The rows of this journey begin here. */
const FIRST = 100;

/** The journeys are run again on the same rows, where values of before would be no edits. */
const mark = randomUUID().slice(0, 4);
const named = (value: string): string => `${value} ${mark}`;

/** The sides as the screens name them. */
const SYSTEMS: Readonly<Record<SideName, string>> = {
  notion: "Notion",
  postgres: "PostgreSQL",
  sheet: "Google Sheets",
};
const KINDS: Readonly<Record<SideName, string>> = {
  notion: "notion",
  postgres: "postgres",
  sheet: "google-sheets",
};

test.describe.configure({ mode: "serial" });

test.beforeAll(({ cities }) => setStrategies(cities, { Name: { strategy: "manual" } }));

test.afterAll(({ cities }) => setStrategies(cities, {}));

test("two people disagree on a cell: one decides by keys alone, and nothing else has waited", async ({
  page,
  cities,
}) => {
  const rows = await cities.equalRows();
  const [row, other] = [at(rows.postgres, FIRST), at(rows.postgres, FIRST + 1)];
  await disagree(cities, row.key, { notion: named("Named in Notion"), sheet: named("Named in the sheet") });
  await edit(cities, "postgres", other.key, { column: "Name", value: named("Named by SQL") });
  expect((await cities.api.sync(cities.registry.id)).status).toMatch(/^done/);
  const meanwhile = await cities.sides.read();
  for (const side of SIDES) expect(nameOf(meanwhile[side], other.key)).toBe(named("Named by SQL"));
  expect(nameOf(meanwhile.postgres, row.key)).toBe(row.cells.Name);

  await openConflicts(page);
  const line = lineOf(page, row.key);
  await expect(line.getByText(row.cells.Name ?? "", { exact: true })).toBeVisible();
  await expect(line.getByText(named("Named in Notion"), { exact: true }).first()).toBeVisible();
  await expect(line.getByText(named("Named in the sheet"), { exact: true }).first()).toBeVisible();
  const { name: editor } = await person(cities);
  await expect(line.getByText(editor)).toBeVisible();

  // While it is paused no run takes the decision in, so there is time to change one's mind.
  await cities.api.ask("POST", `/registries/${cities.registry.id}/pause`);
  await page.reload();
  const keys = page.getByRole("dialog", { name: "Keys", exact: true });
  // A page that has just been loaded may not listen yet.
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(keys).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  // The keys are the dialog's until it is gone.
  await expect(keys).toBeHidden();
  await page.keyboard.press(keyOf(cities, "notion"));
  await expect(line.getByText("Decided", { exact: true })).toBeVisible();
  await expect(
    page.getByText(`Decided: Name of ${row.key} becomes ${named("Named in Notion")}.`),
  ).toBeAttached();
  await page.keyboard.press("u");
  await expect(line.getByText("Decided", { exact: true })).toBeHidden();
  await expect(page.getByText(`Undone: Name of ${row.key} waits again.`)).toBeAttached();
  await page.keyboard.press(keyOf(cities, "sheet"));
  await expect(
    page.getByText(`Decided: Name of ${row.key} becomes ${named("Named in the sheet")}.`),
  ).toBeAttached();

  await cities.api.ask("POST", `/registries/${cities.registry.id}/resume`);
  await cities.api.sync(cities.registry.id);
  await expect(settled(page, row.key).getByText("A person decided.")).toBeVisible();
  const after = await cities.equalRows();
  for (const side of SIDES) expect(nameOf(after[side], row.key)).toBe(named("Named in the sheet"));
});

test("a value entered by hand stands everywhere, and the one that lost can be used later", async ({
  page,
  cities,
}) => {
  const row = at((await cities.equalRows()).postgres, FIRST + 2);
  await disagree(cities, row.key, { notion: named("One name"), postgres: named("Another name") });
  await cities.api.sync(cities.registry.id);
  await openConflicts(page);
  await page.keyboard.press("e");
  await page.getByLabel("Another value for Name").fill(named("A third name"));
  await page.keyboard.press("Enter");
  await expect(
    page.getByText(`Decided: Name of ${row.key} becomes ${named("A third name")}.`),
  ).toBeAttached();
  await cities.api.untilQuiet(cities.registry.id);
  const over = settled(page, row.key);
  await expect(over.getByText(named("A third name"), { exact: true })).toBeVisible();
  expect(nameOf((await cities.equalRows()).sheet, row.key)).toBe(named("A third name"));

  await over
    .getByRole("button", { name: `Use the value in PostgreSQL for Name of ${row.key} instead` })
    .click();
  await expect(
    page.getByText(`Decided: Name of ${row.key} becomes ${named("Another name")}.`),
  ).toBeAttached();
  await cities.api.untilQuiet(cities.registry.id);
  await expect(over.getByText(`Now ${named("Another name")}`)).toBeVisible();
  expect(nameOf((await cities.equalRows()).notion, row.key)).toBe(named("Another name"));
});

test("many conflicts are decided at once, after a look at what would be decided", async ({
  page,
  cities,
}) => {
  const rows = (await cities.equalRows()).postgres;
  const both = [at(rows, FIRST + 3), at(rows, FIRST + 4)];
  for (const { key } of both)
    await disagree(cities, key, { notion: named(`Notion for ${key}`), sheet: named(`The sheet for ${key}`) });
  await cities.api.sync(cities.registry.id);
  await openConflicts(page);
  const field = await pickedSide(page, cities, "sheet");
  await field.getByRole("button", { name: "For all 2 conflicts on Name use Google Sheets" }).click();
  await expect(field.getByText("2 of 2 conflicts on Name take the value in Google Sheets")).toBeVisible();
  for (const { key } of both) await expect(field.getByText(named(`The sheet for ${key}`))).toBeVisible();
  await field.getByRole("button", { name: "Decide 2 conflicts" }).click();
  await expect(page.getByText("2 conflicts on Name decided for Google Sheets.")).toBeVisible();
  await cities.api.untilQuiet(cities.registry.id);
  const after = await cities.equalRows();
  for (const { key } of both) expect(nameOf(after.notion, key)).toBe(named(`The sheet for ${key}`));
});

test("a conflict is made the rule: it is settled by it, and the next one settles itself", async ({
  page,
  cities,
}) => {
  const rows = (await cities.equalRows()).postgres;
  const [first, next] = [at(rows, FIRST + 5), at(rows, FIRST + 6)];
  await disagree(cities, first.key, {
    postgres: named("The database says so"),
    sheet: named("The sheet says so"),
  });
  await cities.api.sync(cities.registry.id);
  await openConflicts(page);
  await expect(lineOf(page, first.key)).toBeVisible();
  const field = await pickedSide(page, cities, "postgres");
  await field.getByRole("button", { name: "Make this the rule for Name" }).click();
  await field.getByRole("button", { name: "Make PostgreSQL the rule" }).click();
  await expect(page.getByText("PostgreSQL is the rule for Name.")).toBeVisible();
  await cities.api.untilQuiet(cities.registry.id);
  await expect(settled(page, first.key).getByText("The authoritative side wins.")).toBeVisible();
  expect(nameOf((await cities.equalRows()).sheet, first.key)).toBe(named("The database says so"));

  await disagree(cities, next.key, {
    notion: named("Notion says so"),
    postgres: named("The database rules"),
  });
  await cities.api.sync(cities.registry.id);
  const after = await cities.equalRows();
  for (const side of SIDES) expect(nameOf(after[side], next.key)).toBe(named("The database rules"));
  await page.reload();
  await expect(settled(page, next.key).getByText(named("Notion says so"), { exact: true })).toBeVisible();
  await expect(page.getByText("No open conflicts", { exact: true })).toBeVisible();
});

/** The line of the field Name, with this side picked in it. */
async function pickedSide(page: Page, cities: Cities, side: SideName): Promise<Locator> {
  const field = page.getByRole("list", { name: "Fields in conflict" }).getByRole("listitem").first();
  const label = `${keyOf(cities, side)} ${SYSTEMS[side]}`;
  await field.getByRole("combobox", { name: "Side for Name" }).selectOption({ label });
  return field;
}

async function setStrategies(cities: Cities, strategies: object): Promise<void> {
  await cities.api.ask("PATCH", `/registries/${cities.registry.id}`, { strategies });
}

async function disagree(
  cities: Cities,
  key: string,
  values: Partial<Readonly<Record<SideName, string>>>,
): Promise<void> {
  for (const side of SIDES) {
    const value = values[side];
    if (value !== undefined) await edit(cities, side, key, { column: "Name", value });
  }
}

async function edit(
  cities: Cities,
  side: SideName,
  key: string,
  change: { readonly column: string; readonly value: string },
): Promise<void> {
  const row = (await cities.sides.read())[side].find((one) => one.key === key);
  if (!row) throw new Error(`${side} has no ${key}`);
  await cities.hands.editCell(side, row, change);
}

/** Whoever edits in the pretended Notion. */
async function person(cities: Cities): Promise<{ readonly name: string }> {
  const users = await cities.sides.control.do<{ name: string; owner: boolean }[]>("notion", "list-users");
  const owner = users.find((user) => user.owner);
  if (!owner) throw new Error("Notion has no owner");
  return owner;
}

async function openConflicts(page: Page): Promise<void> {
  await openRegistry(page, "Cities");
  const tabs = page.getByRole("navigation", { name: "Parts of the registry" });
  await tabs.getByRole("link", { name: /^Conflicts/ }).click();
  await expect(page.getByRole("region", { name: "Conflicts of Cities" })).toBeVisible();
}

const withKey = (page: Page, rows: Locator, key: string) =>
  rows.getByRole("row").filter({ has: page.getByText(key, { exact: true }) });

const lineOf = (page: Page, key: string): Locator =>
  withKey(page, page.getByRole("region", { name: "Conflicts of Cities" }), key);

/** The newest settled conflict of the row. */
const settled = (page: Page, key: string): Locator =>
  withKey(page, page.getByRole("region", { name: "Settled" }), key).first();

/** The key for a side: its place among the registry's sides. */
const keyOf = (cities: Cities, side: SideName): string =>
  String(cities.registry.sides.findIndex(({ kind }) => kind === KINDS[side]) + 1);

function at(rows: SideRows, index: number): SideRows[number] {
  const row = rows[index];
  if (!row) throw new Error(`there is no row ${index}`);
  return row;
}

const nameOf = (rows: SideRows, key: string): string | undefined =>
  rows.find((row) => row.key === key)?.cells.Name;
