import { booleanAt, type JsonObject, objectAt, oneOfAt, onlyKeys, pageSizeAt } from "./body-check";
import { type Listing, makeCursor, readCursor } from "./cursor";
import { minuteOf } from "./date-value";
import { scatter } from "./identifier";
import { printPage } from "./page-print";
import { titleOf } from "./plain-value";
import type { DataSourceRecord, PageRecord } from "./record";
import { plainText } from "./rich-text";
import { printSource } from "./source-print";
import { type Call, canSee, canSeePage, isTrashedSource, looksTrashed, requireCapability } from "./world";

const KINDS = ["page", "data_source"] as const;

type Hit =
  | { readonly kind: "page"; readonly record: PageRecord }
  | { readonly kind: "data_source"; readonly record: DataSourceRecord };

/** `POST /v1/search`: by title only; a data source is found by its *database's* title. */
export function search(call: Call, body: JsonObject): JsonObject {
  requireCapability(call, "read");
  onlyKeys(body, "body", ["query", "sort", "filter", "start_cursor", "page_size"]);
  const { start_cursor: cursor, page_size: size, ...request } = body;
  const pageSize = pageSizeAt(size, "body.page_size");
  const listing: Listing = { request: { search: request }, epoch: call.state.workspace.cursorEpoch };
  const from = readCursor(listing, cursor)?.given ?? 0;
  const hits = ordered(call, body, [...matching(call, body)]);
  const to = Math.min(from + pageSize, hits.length);
  const more = to < hits.length;
  return {
    object: "list",
    results: hits
      .slice(from, to)
      .map((hit) => (hit.kind === "page" ? printPage(call, hit.record) : printSource(call, hit.record))),
    next_cursor: more ? makeCursor(listing, { keys: [], tie: 0, id: "", given: to }) : null,
    has_more: more,
    type: "page_or_data_source",
    page_or_data_source: {},
    request_status: { type: "complete" },
  };
}

function* matching(call: Call, body: JsonObject): Iterable<Hit> {
  const { kind, inTrash } = readFilter(body.filter);
  const wanted = typeof body.query === "string" ? body.query.trim().toLowerCase() : "";
  const matches = (title: string) => wanted === "" || title.toLowerCase().includes(wanted);
  if (kind !== "page")
    for (const source of call.state.allSources()) {
      const database = call.state.database(source.databaseId);
      const trashed = isTrashedSource(call, source);
      if (canSee(call, source) && trashed === inTrash && matches(plainText(database?.title ?? [])))
        yield { kind: "data_source", record: source };
    }
  if (kind === "data_source") return;
  for (const page of call.state.indexed(call.state.allPages(), call.clock.now()))
    if (looksTrashed(call, page) === inTrash && canSeePage(call, page) && matches(titleOf(call, page.id)))
      yield { kind: "page", record: page };
}

function readFilter(value: unknown): { kind: "page" | "data_source" | null; inTrash: boolean } {
  if (value === undefined) return { kind: null, inTrash: false };
  const filter = objectAt(value, "body.filter");
  onlyKeys(filter, "body.filter", ["property", "value", "in_trash"]);
  const inTrash = filter.in_trash === undefined ? false : booleanAt(filter.in_trash, "body.filter.in_trash");
  if (filter.property === undefined && filter.value === undefined) return { kind: null, inTrash };
  oneOfAt(filter.property, "body.filter.property", ["object"]);
  return { kind: oneOfAt(filter.value, "body.filter.value", KINDS), inTrash };
}

function ordered(call: Call, body: JsonObject, hits: Hit[]): Hit[] {
  const sort = body.sort === undefined ? {} : objectAt(body.sort, "body.sort");
  onlyKeys(sort, "body.sort", ["timestamp", "property", "direction"]);
  const { seed } = call.settings();
  const byChance = (hit: Hit) => scatter(hit.record.id, seed);
  if (sort.timestamp === undefined) return hits.sort((a, b) => byChance(a) - byChance(b));
  oneOfAt(sort.timestamp, "body.sort.timestamp", ["last_edited_time"]);
  const direction = oneOfAt(sort.direction ?? "descending", "body.sort.direction", [
    "ascending",
    "descending",
  ]);
  const sign = direction === "ascending" ? 1 : -1;
  return hits.sort(
    (a, b) => sign * (minuteOf(a.record.editedAt) - minuteOf(b.record.editedAt)) || byChance(a) - byChance(b),
  );
}
