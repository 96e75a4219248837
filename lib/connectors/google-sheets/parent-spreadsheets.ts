import type { Location } from "../connector";
import type { GoogleClient } from "./client";
import { appErrorOf } from "./failure";
import { TABS_MASK } from "./grid-read";
import { ADDRESS } from "./locations";

const MOST = 50;

const NEW_ONE: Location = { id: "new", title: "A new spreadsheet", address: {}, mayEdit: true };

/** Spreadsheets in which a tab can be made, by part of their name or by address; first of all a new one, where people see it. */
export async function parentSpreadsheets(
  client: GoogleClient,
  query: string,
  { isService }: { readonly isService: boolean },
): Promise<readonly Location[]> {
  const direct = ADDRESS.exec(query)?.[1];
  if (direct !== undefined) {
    const answer = await client.getSpreadsheet(direct, [], TABS_MASK);
    if (!answer.ok) throw appErrorOf(answer.failure);
    const title = answer.data.properties?.title ?? direct;
    return [{ id: direct, title, address: { spreadsheetId: direct } }];
  }
  const answer = await client.listSpreadsheets(query, MOST);
  if (!answer.ok) throw appErrorOf(answer.failure);
  const listed = answer.data.map(({ id, name, mayEdit }) => ({
    id,
    title: name,
    address: { spreadsheetId: id },
    ...(mayEdit === null ? {} : { mayEdit }),
  }));
  return isService ? listed : [NEW_ONE, ...listed];
}
