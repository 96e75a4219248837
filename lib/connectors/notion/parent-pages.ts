import type { Location } from "../connector";
import { type Calls, type List, must } from "./client";
import { dashedId } from "./ids";
import { type Json, objectAt, objectsAt, textAt } from "./json";
import { isTrashed } from "./schema";
import { plainText } from "./text-codec";

/** Rows are pages too, and most of what search finds: it is a help for choosing, and an address always works. */
const SEARCH_PAGES = 5;
const QUERY_LENGTH = 200;

/** The id at the end of a page's address in a browser, or an id by itself. */
const ADDRESS = /(?:^|[-/])([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[?#].*)?$/i;

/** Pages that are no rows and shared with the connection, by part of their title or by address. Throws AppError. */
export async function parentPages(calls: Calls, query: string): Promise<readonly Location[]> {
  const direct = dashedId(ADDRESS.exec(query.trim())?.[1] ?? "");
  if (direct !== null) {
    const answer = await calls.page(direct);
    if (!answer.ok && answer.failure.kind === "not-found") return [];
    return placesIn([must(answer)]);
  }
  const pages = new Map<string, Location>();
  let cursor: string | null = null;
  for (let page = 0; page < SEARCH_PAGES; page += 1) {
    const list: List = must(
      await calls.search({
        filter: { property: "object", value: "page" },
        sort: { timestamp: "last_edited_time", direction: "descending" },
        page_size: 100,
        ...(query.trim() === "" ? {} : { query: query.trim().slice(0, QUERY_LENGTH) }),
        ...(cursor === null ? {} : { start_cursor: cursor }),
      }),
    );
    for (const place of placesIn(list.results)) pages.set(place.id, place);
    if (!list.hasMore || list.nextCursor === null) break;
    cursor = list.nextCursor;
  }
  return [...pages.values()];
}

function placesIn(pages: readonly Json[]): Location[] {
  return pages.flatMap((page) => {
    const id = dashedId(textAt(page, "id") ?? "");
    const above = textAt(objectAt(page, "parent") ?? {}, "type");
    const isRow = above === "data_source_id" || above === "database_id";
    if (id === null || page.object !== "page" || isRow || isTrashed(page)) return [];
    return [{ id, title: titleOfPage(page), address: { pageId: id } }];
  });
}

function titleOfPage(page: Json): string {
  for (const property of Object.values(objectAt(page, "properties") ?? {})) {
    const items = objectsAt((property ?? {}) as Json, "title");
    if (items !== null) return plainText(items) || "Untitled";
  }
  return "Untitled";
}
