import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { AppError } from "@/lib/errors";
import type { MadePlace, NewField, NewPlace } from "../new-place";
import type { GoogleClient } from "./client";
import { columnRequests } from "./column-format";
import { tabAddressOf } from "./config";
import { appErrorOf, type Failure } from "./failure";
import { TABS_MASK, type TabProperties, tabsOf } from "./grid-read";
import { headerNames } from "./header";
import { NATIVE_FORMS } from "./native-forms";
import { Tab } from "./tab";

/** As many as an empty tab has that a person adds. */
const ROWS = 1_000;
const SPREADSHEETS = 10;

/** The tab's own id tells whose it is: taken from the mark, it is there at once, cannot be doubled, and outlives a new name. */
const tabIdOf = (mark: string): number => Number.parseInt(mark.slice(0, 8), 16) & 0x7fff_ffff || 1;

/**
 * Makes a tab in a spreadsheet, or a spreadsheet with one. The tab comes in one atomic call with its header, formats and
 * choices; of a new spreadsheet, which takes two, the second is made up for where it was lost.
 */
export async function createPlace(
  client: GoogleClient,
  place: NewPlace,
  { isService }: { readonly isService: boolean },
): Promise<MadePlace> {
  requireForms(place.fields);
  const { spreadsheetId } = place.parent;
  if (typeof spreadsheetId === "string") return createTab(client, spreadsheetId, place);
  if (spreadsheetId === undefined && !isService) return createSpreadsheet(client, place);
  throw refused(
    "/parent",
    "Name the spreadsheet that the tab is to be in.",
    "A service account's own spreadsheets are seen by nobody: make one, share it with the account, and choose it.",
  );
}

async function createTab(client: GoogleClient, spreadsheetId: string, place: NewPlace): Promise<MadePlace> {
  const { name, tabs } = await lookAt(client, spreadsheetId);
  const sheetId = tabIdOf(place.mark);
  const mine = tabs.find((tab) => tab.sheetId === sheetId);
  if (mine) return { location: locationOf(spreadsheetId, name, mine), isNew: false };
  if (tabs.some(({ title }) => title.toLowerCase() === place.title.toLowerCase())) {
    throw refused(
      "/title",
      `The spreadsheet has a tab called "${place.title}" already.`,
      "Give the new tab another name, or choose that one.",
    );
  }
  const gridProperties = { rowCount: ROWS, columnCount: place.fields.length };
  const properties = { sheetId, title: place.title, gridProperties };
  const requests = [{ addSheet: { properties } }, ...setUp(place.fields, sheetId)];
  const answer = await client.batchUpdate(spreadsheetId, { requests }, "spreadsheetId");
  if (answer.ok) return { location: locationOf(spreadsheetId, name, properties), isNew: true };
  // The same wish, sent twice at once: the other one was first.
  const again = answer.failure.kind === "rejected" ? (await lookAt(client, spreadsheetId)).tabs : [];
  const twin = again.find((tab) => tab.sheetId === sheetId);
  if (twin) return { location: locationOf(spreadsheetId, name, twin), isNew: false };
  throw lostOr(answer.failure);
}

async function createSpreadsheet(client: GoogleClient, place: NewPlace): Promise<MadePlace> {
  const sheetId = tabIdOf(place.mark);
  const before = await spreadsheetOf(client, place.title, sheetId);
  if (before !== null) return finished(client, before, place);
  const gridProperties = { rowCount: ROWS, columnCount: place.fields.length };
  const properties = { sheetId, title: place.title, gridProperties };
  const answer = await client.createSpreadsheet({
    properties: { title: place.title },
    sheets: [{ properties }],
  });
  if (!answer.ok) throw lostOr(answer.failure);
  const spreadsheetId = answer.data.spreadsheetId ?? "";
  await send(client, spreadsheetId, setUp(place.fields, sheetId));
  return { location: locationOf(spreadsheetId, place.title, properties), isNew: true };
}

/** The spreadsheet of this name that holds our tab: Google lists it soon after it was made, not always at once. */
async function spreadsheetOf(client: GoogleClient, title: string, sheetId: number): Promise<string | null> {
  const listed = await client.listSpreadsheets(title, SPREADSHEETS);
  if (!listed.ok) throw appErrorOf(listed.failure);
  for (const { id, name } of listed.data) {
    if (name !== title) continue;
    const answer = await client.getSpreadsheet(id, [], TABS_MASK);
    if (answer.ok && tabsOf(answer.data).some((tab) => tab.sheetId === sheetId)) return id;
  }
  return null;
}

/** A tab whose header was never written is set up now; any other is left as people have made it. */
async function finished(client: GoogleClient, spreadsheetId: string, place: NewPlace): Promise<MadePlace> {
  const sheetId = tabIdOf(place.mark);
  const tab = new Tab(client, { spreadsheetId, sheetId, title: place.title });
  const grid = await tab.sample(1);
  if (headerNames(grid).length === 0) await send(client, spreadsheetId, setUp(place.fields, sheetId));
  return { location: locationOf(spreadsheetId, place.title, grid.tab), isNew: false };
}

const setUp = (fields: readonly NewField[], sheetId: number): sheets_v4.Schema$Request[] => [
  ...fields.flatMap((field, column) => columnRequests(field, sheetId, column)),
  {
    updateSheetProperties: {
      properties: { sheetId, gridProperties: { frozenRowCount: 1 } },
      fields: "gridProperties.frozenRowCount",
    },
  },
];

/** Adds columns behind the last header, before what may stand to the right of it, for the fields whose headers the tab lacks. */
export async function addFields(
  client: GoogleClient,
  address: Readonly<Record<string, string | number>>,
  fields: readonly NewField[],
): Promise<readonly string[]> {
  requireForms(fields);
  const at = tabAddressOf(address);
  const { tab, ...grid } = await new Tab(client, at).sample(1);
  const names = headerNames({ tab, ...grid });
  const there = new Set(names.map((name) => name.trim().toLowerCase()));
  const missing = fields.filter(({ name }) => !there.has(name.toLowerCase()));
  if (missing.length === 0) return [];
  await send(client, at.spreadsheetId, [
    roomFor(missing.length, { sheetId: at.sheetId, from: names.length, columnCount: tab.columnCount }),
    ...missing.flatMap((field, column) => columnRequests(field, at.sheetId, names.length + column)),
  ]);
  return missing.map(({ name }) => name);
}

function roomFor(
  length: number,
  {
    sheetId,
    from,
    columnCount,
  }: { readonly sheetId: number; readonly from: number; readonly columnCount: number },
): sheets_v4.Schema$Request {
  if (from >= columnCount) return { appendDimension: { sheetId, dimension: "COLUMNS", length } };
  const range = { sheetId, dimension: "COLUMNS", startIndex: from, endIndex: from + length };
  return { insertDimension: { range, inheritFromBefore: false } };
}

async function lookAt(
  client: GoogleClient,
  spreadsheetId: string,
): Promise<{ readonly name: string; readonly tabs: readonly TabProperties[] }> {
  const answer = await client.getSpreadsheet(spreadsheetId, [], TABS_MASK);
  if (!answer.ok) throw appErrorOf(answer.failure);
  return { name: answer.data.properties?.title ?? spreadsheetId, tabs: tabsOf(answer.data) };
}

async function send(
  client: GoogleClient,
  spreadsheetId: string,
  requests: sheets_v4.Schema$Request[],
): Promise<void> {
  const answer = await client.batchUpdate(spreadsheetId, { requests }, "spreadsheetId");
  if (!answer.ok) throw lostOr(answer.failure);
}

const lostOr = (failure: Failure): AppError =>
  failure.kind === "unavailable"
    ? new AppError("upstream-unavailable", "Google did not say whether it was done.", {
        remedy: "Try again: what was made is found by itself.",
      })
    : appErrorOf(failure);

const locationOf = (
  spreadsheetId: string,
  name: string,
  { sheetId, title }: Pick<TabProperties, "sheetId" | "title">,
): MadePlace["location"] => ({
  id: `${spreadsheetId}:${sheetId}`,
  title: `${name} / ${title}`,
  address: { spreadsheetId, sheetId, title },
});

function requireForms(fields: readonly NewField[]): void {
  const paths = fields.flatMap(({ type, native }, at) => {
    const forms = NATIVE_FORMS[type];
    if (native === null || forms.includes(native)) return [];
    const message = `A field of type ${type} is made in Google Sheets as ${forms.join(" or ")}.`;
    return [{ path: `/fields/${at}/native`, message }];
  });
  if (paths.length > 0)
    throw new AppError("invalid-input", "Google Sheets cannot make a place like this.", { paths });
}

const refused = (path: string, message: string, remedy: string): AppError =>
  new AppError("invalid-input", message, { paths: [{ path, message }], remedy });
