import { AppError } from "@/lib/errors";
import type { Connector, Location, WaysOut } from "../connector";
import { checksOf } from "./check";
import { Calls, type List, must, notionClient } from "./client";
import { type NotionCredentials, notionCredentials } from "./config";
import { addFields, createPlace } from "./create-place";
import { dashedId } from "./ids";
import { objectAt, textAt } from "./json";
import { parentPages } from "./parent-pages";
import { isTrashed, titleOf } from "./schema";
import { NotionSide } from "./side";

/** Search is a help for choosing, not a listing: Notion's index is neither complete nor immediate. */
const SEARCH_PAGES = 5;
const QUERY_LENGTH = 200;

/**
 * One workspace through one token. `baseUrl` is where Notion is served, without `/v1`; left out, the real one.
 * Throws `invalid-input` for a token that cannot be one.
 */
export function openNotion(
  credentials: NotionCredentials,
  out: WaysOut,
  options: { readonly baseUrl?: string },
): Connector {
  const parsed = notionCredentials.safeParse(credentials);
  if (!parsed.success) throw new AppError("invalid-input", "This is not a Notion token.");
  const client = notionClient(parsed.data.token, out.fetch, options.baseUrl);
  return {
    kind: "notion",
    check: () => checksOf(new Calls(client)),
    account: async () => {
      const bot = objectAt(must(await new Calls(client).me()), "bot") ?? {};
      const id = textAt(bot, "workspace_id");
      return id === null ? null : { id, name: textAt(bot, "workspace_name") ?? "A Notion workspace" };
    },
    locations: (query) => locationsOf(new Calls(client), query),
    side: (config) => new NotionSide(client, config),
    places: {
      parents: (query) => parentPages(new Calls(client), query),
      create: (place) => createPlace(new Calls(client), place),
      addFields: (address, fields) => addFields(new Calls(client), address, fields),
    },
    close: async () => {},
  };
}

/** Data sources shared with the connection whose database's title matches, most recently edited first. */
async function locationsOf(calls: Calls, query: string): Promise<readonly Location[]> {
  const locations = new Map<string, Location>();
  let cursor: string | null = null;
  for (let page = 0; page < SEARCH_PAGES; page += 1) {
    const list: List = must(
      await calls.search({
        filter: { property: "object", value: "data_source" },
        sort: { timestamp: "last_edited_time", direction: "descending" },
        page_size: 100,
        ...(query.trim() === "" ? {} : { query: query.trim().slice(0, QUERY_LENGTH) }),
        ...(cursor === null ? {} : { start_cursor: cursor }),
      }),
    );
    for (const found of list.results) {
      const id = dashedId(textAt(found, "id") ?? "");
      if (id === null || found.object !== "data_source" || isTrashed(found)) continue;
      locations.set(id, { id, title: titleOf(found), address: { dataSourceId: id } });
    }
    if (!list.hasMore || list.nextCursor === null) break;
    cursor = list.nextCursor;
  }
  return [...locations.values()];
}
