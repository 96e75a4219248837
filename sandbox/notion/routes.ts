import { listChildren } from "./block-children";
import { idAt, type JsonObject, pageSizeAt } from "./body-check";
import { type Listing, makeCursor, readCursor } from "./cursor";
import { createDatabase, createSource, updateDatabase, updateSource } from "./database-write";
import { chosenProperties, printPage, propertiesOf } from "./page-print";
import { createPage, movePage, updatePage } from "./page-write";
import { retrieveItem } from "./property-item";
import type { QueryEngine } from "./query";
import type { PageRecord } from "./record";
import { search } from "./search";
import { printDatabase, printSource } from "./source-print";
import { listedUsers, printSelf, retrieveUser } from "./user";
import { type Call, findDatabase, findPage, findSource, requireCapability } from "./world";

export interface Asked {
  readonly call: Call;
  readonly queries: QueryEngine;
  readonly url: URL;
  readonly body: JsonObject;
  /** A path parameter that must be an id. */
  id(name: string): string;
  /** A path parameter as it stands. */
  raw(name: string): string;
}

export interface Route {
  readonly method: string;
  readonly pattern: string;
  /** Changes something when it succeeds. */
  readonly writes: boolean;
  run(asked: Asked): JsonObject;
}

const get = (pattern: string, run: Route["run"]): Route => ({ method: "GET", pattern, writes: false, run });
const ask = (pattern: string, run: Route["run"]): Route => ({ method: "POST", pattern, writes: false, run });
const make = (pattern: string, run: Route["run"]): Route => ({ method: "POST", pattern, writes: true, run });
const edit = (pattern: string, run: Route["run"]): Route => ({ method: "PATCH", pattern, writes: true, run });

const ROUTES: readonly Route[] = [
  get("/v1/users/me", ({ call }) => printSelf(call)),
  get("/v1/users", (asked) => listUsers(asked)),
  get("/v1/users/{user_id}", ({ call, id }) => retrieveUser(call, id("user_id"))),
  ask("/v1/search", ({ call, body }) => search(call, body)),
  make("/v1/databases", ({ call, body }) => printDatabase(call, createDatabase(call, body))),
  get("/v1/databases/{database_id}", ({ call, id }) => {
    requireCapability(call, "read");
    return printDatabase(call, findDatabase(call, id("database_id")));
  }),
  edit("/v1/databases/{database_id}", ({ call, id, body }) =>
    printDatabase(call, updateDatabase(call, id("database_id"), body)),
  ),
  make("/v1/data_sources", ({ call, body }) => printSource(call, createSource(call, body))),
  get("/v1/data_sources/{data_source_id}", ({ call, id }) => {
    requireCapability(call, "read");
    return printSource(call, findSource(call, id("data_source_id")));
  }),
  edit("/v1/data_sources/{data_source_id}", ({ call, id, body }) =>
    printSource(call, updateSource(call, id("data_source_id"), body)),
  ),
  ask("/v1/data_sources/{data_source_id}/query", ({ call, queries, url, id, body }) =>
    queries.query(call, id("data_source_id"), url, body),
  ),
  get("/v1/data_sources/{data_source_id}/templates", ({ call, id }) => {
    findSource(call, id("data_source_id"));
    return { templates: [], has_more: false, next_cursor: null };
  }),
  make("/v1/pages", (asked) => printChosen(asked, createPage(asked.call, asked.body))),
  get("/v1/pages/{page_id}", (asked) => {
    requireCapability(asked.call, "read");
    return printChosen(asked, findPage(asked.call, asked.id("page_id")));
  }),
  edit("/v1/pages/{page_id}", (asked) =>
    printChosen(asked, updatePage(asked.call, asked.id("page_id"), asked.body)),
  ),
  make("/v1/pages/{page_id}/move", (asked) =>
    printChosen(asked, movePage(asked.call, asked.id("page_id"), asked.body)),
  ),
  get("/v1/blocks/{block_id}/children", ({ call, id, url }) =>
    listChildren(call, id("block_id"), url.searchParams),
  ),
  get("/v1/pages/{page_id}/properties/{property_id}", ({ call, id, raw, url }) =>
    retrieveItem(call, id("page_id"), raw("property_id"), url),
  ),
];

const COMPILED = ROUTES.map((route) => ({
  route,
  path: new RegExp(`^${route.pattern.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`),
}));

/** The route for a request, with its path parameters; null = the API knows no such address. */
export function findRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | null {
  for (const { route, path: pattern } of COMPILED) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match !== null) return { route, params: match.groups ?? {} };
  }
  return null;
}

/** Reads a path parameter as an id. */
export const pathId = (params: Readonly<Record<string, string>>, name: string): string =>
  idAt(params[name], `path.${name}`);

function printChosen({ call, url }: Asked, page: PageRecord): JsonObject {
  const source = page.dataSourceId === null ? null : (call.state.source(page.dataSourceId) ?? null);
  return printPage(call, page, chosenProperties(propertiesOf(source), url));
}

function listUsers({ call, url }: Asked): JsonObject {
  const size = pageSizeAt(url.searchParams.get("page_size"), "query.page_size");
  const listing: Listing = { request: "users", epoch: call.state.workspace.cursorEpoch };
  const from = readCursor(listing, url.searchParams.get("start_cursor"))?.given ?? 0;
  const users = listedUsers(call);
  const to = Math.min(from + size, users.length);
  const more = to < users.length;
  return {
    object: "list",
    results: users.slice(from, to),
    next_cursor: more ? makeCursor(listing, { keys: [], tie: 0, id: "", given: to }) : null,
    has_more: more,
    type: "user",
    user: {},
  };
}
