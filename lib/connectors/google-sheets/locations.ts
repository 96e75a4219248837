import type { Location } from "../connector";
import type { FoundSpreadsheet, GoogleClient } from "./client";
import { appErrorOf } from "./failure";
import { TABS_MASK, tabsOf } from "./grid-read";

/** Each costs a call for its tabs, out of 60 a minute. */
const MOST_SPREADSHEETS = 10;
const MOST_LOCATIONS = 200;

/** A spreadsheet's address in a browser. */
export const ADDRESS = /\/spreadsheets\/d\/([\w-]{1,200})/;

/**
 * Tabs of the spreadsheets whose name contains `query`, newest first; or of the one whose address it is.
 * Spreadsheets that vanish or close in between are left out. Throws AppError.
 */
export async function findLocations(client: GoogleClient, query: string): Promise<readonly Location[]> {
  const direct = ADDRESS.exec(query)?.[1];
  if (direct !== undefined) {
    const tabs = await tabsIn(client, { id: direct, name: "", mayEdit: null });
    if (!Array.isArray(tabs)) throw appErrorOf({ kind: "not-found" });
    return tabs;
  }
  const answer = await client.listSpreadsheets(query, MOST_SPREADSHEETS);
  if (!answer.ok) throw appErrorOf(answer.failure);
  const locations: Location[] = [];
  for (const spreadsheet of answer.data) {
    locations.push(...((await tabsIn(client, spreadsheet)) ?? []));
    if (locations.length >= MOST_LOCATIONS) break;
  }
  return locations.slice(0, MOST_LOCATIONS);
}

async function tabsIn(
  client: GoogleClient,
  { id, name, mayEdit }: FoundSpreadsheet,
): Promise<Location[] | null> {
  const answer = await client.getSpreadsheet(id, [], TABS_MASK);
  if (!answer.ok) {
    const { failure } = answer;
    const isHidden = failure.kind === "forbidden" && failure.because.reason === "access";
    if (failure.kind === "not-found" || isHidden) return null;
    throw appErrorOf(failure);
  }
  const title = name || answer.data.properties?.title || id;
  return tabsOf(answer.data)
    .filter(({ grid }) => grid)
    .map((tab) => ({
      id: `${id}:${tab.sheetId}`,
      title: `${title} / ${tab.title}`,
      address: { spreadsheetId: id, sheetId: tab.sheetId, title: tab.title },
      ...(mayEdit === null ? {} : { mayEdit }),
    }));
}
