import "server-only";
import type { Caller } from "@/lib/auth/policy";
import { AppError } from "@/lib/errors";
import { getConnection, listLocations } from "./browse-connections";
import { connectionNotFound } from "./connection-id";
import type { ConnectionView } from "./connection-view";

export interface Spreadsheet {
  readonly id: string;
  readonly name: string;
  readonly tabs: readonly string[];
}

export interface SpreadsheetsView {
  readonly connection: ConnectionView;
  /** The newest, with their tabs. */
  readonly spreadsheets: readonly Spreadsheet[];
  /** Why none can be told; null = they are all there. */
  readonly problem: { readonly message: string; readonly remedy: string | null } | null;
}

/** What a Google connection opens now; with a URL, that spreadsheet. Throws AppError `not-found` for any other kind. */
export async function listSpreadsheets(caller: Caller, id: string, url: string): Promise<SpreadsheetsView> {
  const connection = await getConnection(caller, id);
  if (connection.kind !== "google") throw connectionNotFound();
  try {
    const locations = await listLocations(caller, id, url);
    return { connection, spreadsheets: spreadsheetsIn(locations), problem: null };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.kind === "internal") throw thrown;
    return { connection, spreadsheets: [], problem: { message: thrown.message, remedy: thrown.remedy } };
  }
}

function spreadsheetsIn(locations: Awaited<ReturnType<typeof listLocations>>): Spreadsheet[] {
  const tabs = Map.groupBy(locations, ({ address }) => String(address.spreadsheetId));
  return [...tabs].map(([id, found]) => ({
    id,
    // A location is called after its spreadsheet and its tab.
    name: (found[0]?.title ?? "").slice(0, -` / ${found[0]?.address.title}`.length),
    tabs: found.map(({ address }) => String(address.title)),
  }));
}
