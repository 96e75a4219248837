import { expect, type Locator, type Page } from "@playwright/test";
import { type Cities, test } from "../support/demo-test";
import { Hands } from "../support/hands";
import { makeOwnPlaces, type OwnPlaces } from "../support/own-places";
import { SIDES, type SideName } from "../support/three-sides";

test.describe.configure({ mode: "serial" });

const NAMES = ["Alba", "Bora", "Cala", "Dora", "Elba", "Fano"];
const rowsOf = (names: readonly string[]) => names.map((Berth) => ({ Berth, State: "free" }));

let places: OwnPlaces;
let hands: Hands;

test.beforeAll(async ({ cities }) => {
  places = await makeOwnPlaces(cities, "Berths", {
    columns: ["Berth", "State"],
    rows: { notion: rowsOf(NAMES), postgres: [], sheet: [] },
    settings: { strategies: { State: { strategy: "manual" } }, brakes: { deletedShare: 0, deletedFloor: 0 } },
  });
  hands = new Hands(places.sides, "Berth");
  await places.firstSync();
});

test.afterAll(() => places.remove());

test("two conflicts: decided at once and both taken back, one decided, taken back and decided again by keys alone, the other with all that are left", async ({
  page,
  cities,
}) => {
  for (const key of ["Alba", "Bora"]) {
    await edit("notion", key, `${key} in Notion`);
    await edit("postgres", key, `${key} in the table`);
  }
  await cities.api.sync(places.id);
  await cities.api.ask("POST", `/registries/${places.id}/pause`);
  await openInbox(page, cities);
  await expect(waiting(page).getByRole("link", { name: /^State 2 conflicts/ })).toBeVisible();
  // A page that has just been loaded may not listen yet.
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(waiting(page).locator(":focus")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Enter");
  const queue = page.getByRole("region", { name: `Conflicts of ${places.name}` });
  const line = queue.getByRole("row").filter({ hasText: "Alba in Notion" });
  await expect(line).toBeVisible();
  await page.getByRole("button", { name: /^For all 2 conflicts on State use/ }).click();
  await page.getByRole("button", { name: "Decide 2 conflicts" }).click();
  await expect(queue.getByText(/^Decided by /)).toHaveCount(2);
  await page.keyboard.press("u");
  await expect(queue.getByText(/^Decided by /)).toHaveCount(0);
  await line.focus();
  await page.keyboard.press("1");
  await expect(line.getByText(/^Decided by /)).toBeVisible();
  await page.keyboard.press("u");
  await expect(line.getByText(/^Decided/)).toBeHidden();
  await page.keyboard.press("2");
  await expect(page.getByText("Decided: State of Alba becomes Alba in the table. 1 left.")).toBeAttached();

  await page.getByRole("button", { name: "Make this the rule for State" }).click();
  await page.getByRole("button", { name: "Make Notion the rule" }).click();
  await cities.api.ask("POST", `/registries/${places.id}/resume`);
  await cities.api.sync(places.id);
  await expect(page.getByText("No conflict on State waits any more")).toBeVisible();
  expect(await stateOf("sheet", "Alba")).toBe("Alba in the table");
  expect(await stateOf("sheet", "Bora")).toBe("Bora in Notion");
});

test("a value that breaks a rule is put aside, taken up again by a key, and replaced where it is seen", async ({
  page,
  cities,
}) => {
  await cities.api.ask("PUT", `/registries/${places.id}/schema`, {
    properties: { State: { maxLength: 30 } },
  });
  await cities.api.ask("POST", `/registries/${places.id}/schema/publish`, {});
  await edit("notion", "Cala", "longer than any state that a berth may be in");
  await cities.api.sync(places.id);
  await openInbox(page, cities);
  await open(page, /^State.* 1 row/);
  await page.getByRole("button", { name: "Put aside until it changes" }).click();
  await expect(page.getByRole("button", { name: "Take up again" })).toBeVisible();
  await page.keyboard.press("u");
  await expect(page.getByRole("button", { name: "Put aside until it changes" })).toBeVisible();
  await page.keyboard.press("e");
  await page.getByLabel("Another value for State").fill("taken");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Entered. It stands on every side with the next run.")).toBeVisible();
  await cities.api.untilQuiet(places.id);
  await expect(page.getByText("No row has this issue any more")).toBeVisible();
  for (const side of SIDES) expect(await stateOf(side, "Cala")).toBe("taken");
});

test("a plan that deletes is approved in the inbox, where every change of it stands", async ({
  page,
  cities,
}) => {
  const { postgres } = await places.sides.read();
  await hands.remove(
    "postgres",
    postgres.filter(({ key }) => key === "Dora"),
  );
  const run = await cities.api.startRun(places.id);
  expect((await cities.api.untilOver(run.id)).status).toBe("held");
  await openInbox(page, cities);
  await open(page, /^More deletes than the limit/);
  await expect(
    page
      .getByRole("region", { name: /^Changes/ })
      .getByText("Dora")
      .first(),
  ).toBeVisible();
  const card = page.getByRole("region", { name: "This plan waits for your decision" });
  await card.getByRole("button", { name: "Approve once" }).click();
  await expect(page.getByText("This plan waits no more")).toBeVisible();
  await expect(page.getByText(/It was held, approved by/)).toBeVisible();
  await page.keyboard.press("u");
  await expect(page.getByText("An approval stands once it is given.", { exact: true })).toBeVisible();
  await cities.api.untilOver(run.id);
  expect(await stateOf("sheet", "Dora")).toBeUndefined();
});

test("a plan that deletes on two sides is rejected, and each of them gets its row back", async ({
  page,
  cities,
}) => {
  const before = await places.sides.read();
  for (const [side, key] of [
    ["postgres", "Cala"],
    ["sheet", "Fano"],
  ] as const)
    await hands.remove(
      side,
      before[side].filter((row) => row.key === key),
    );
  const run = await cities.api.startRun(places.id);
  expect((await cities.api.untilOver(run.id)).status).toBe("held");
  await openInbox(page, cities);
  await open(page, /^More deletes than the limit/);
  await page.getByRole("button", { name: "Reject and restore" }).click();
  await expect(page.getByRole("menuitem")).toHaveText([
    /^On PostgreSQL .*1 row$/,
    /^On Google Sheets .*1 row$/,
    "On all of them",
  ]);
  await page.getByRole("menuitem", { name: "On all of them" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Restore of Berths/ })).toBeVisible();
  await cities.api.untilQuiet(places.id);
  const after = await places.sides.read();
  const keys = (side: SideName) => after[side].map(({ key }) => key).toSorted();
  for (const side of SIDES) expect(keys(side)).toEqual(before.notion.map(({ key }) => key).toSorted());
});

test("a drift is found, its rows are named, and a sync mends it", async ({ page, cities }) => {
  await edit("postgres", "Elba", "changed in the table");
  const check = await cities.api.sync(places.id, "drift-check");
  await openInbox(page, cities);
  await open(page, /^The sides have drifted/);
  const rows = page.getByRole("region", { name: "What the check found" });
  await expect(rows.getByRole("link", { name: "Elba" })).toBeVisible();
  await page.getByRole("button", { name: "Mend by a sync" }).click();
  await expect.poll(async () => (await cities.api.newestRun(places.id))?.id).not.toBe(check.id);
  await cities.api.untilQuiet(places.id);
  await expect(page.getByRole("heading", { name: "Mended by a run" })).toBeVisible();
  expect(await stateOf("notion", "Elba")).toBe("changed in the table");
  await expect(page.getByText(/^Nothing (waits any more|that waits fits this filter)/)).toBeVisible();
});

async function openInbox(page: Page, { ready }: Cities): Promise<void> {
  await page.goto("/");
  await page.goto(`/${ready.org}/attention?registry=${places.id}`);
  await expect(page.getByRole("heading", { level: 1, name: "Needs attention" })).toBeVisible();
}

const waiting = (page: Page): Locator => page.getByRole("list", { name: "What waits" });

const open = (page: Page, name: RegExp): Promise<void> => waiting(page).getByRole("link", { name }).click();

async function edit(side: SideName, key: string, value: string): Promise<void> {
  const row = (await places.sides.read())[side].find((one) => one.key === key);
  if (!row) throw new Error(`${side} has no ${key}`);
  await hands.editCell(side, row, { column: "State", value });
}

const stateOf = async (side: SideName, key: string): Promise<string | undefined> =>
  (await places.sides.read())[side].find((row) => row.key === key)?.cells.State;
