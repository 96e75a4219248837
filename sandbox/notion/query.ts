import { booleanAt, type JsonObject, oneOfAt, onlyKeys, pageSizeAt } from "./body-check";
import { type Listing, makeCursor, type Position, readCursor, requestDigest } from "./cursor";
import { minuteOf } from "./date-value";
import { parseFilter } from "./filter";
import { scatter } from "./identifier";
import { chosenProperties, printPage } from "./page-print";
import type { DataSourceRecord, PageRecord } from "./record";
import { compareKeys, parseSorts, type Sort, type SortKey } from "./sort";
import { type Call, canSeePage, findSource, isTrashedSource, requireCapability } from "./world";

const KEYS = ["filter", "sorts", "start_cursor", "page_size", "is_archived", "result_type"];
const KEPT_RESULTS = 8;

interface Place {
  readonly keys: readonly SortKey[];
  readonly tie: number;
  readonly id: string;
}

interface Ranked extends Place {
  readonly page: PageRecord;
}

/** Remembers the order of recent queries while nothing changes, so that later pages cost nothing. */
export class QueryEngine {
  private readonly kept = new Map<string, { stamp: string; rows: readonly Ranked[] }>();

  /** `POST /v1/data_sources/{id}/query`. `is_archived` picks the trash instead of the live rows. */
  query(call: Call, sourceId: string, url: URL, body: JsonObject): JsonObject {
    requireCapability(call, "read");
    onlyKeys(body, "body", KEYS);
    const source = findSource(call, sourceId);
    const { start_cursor: cursor, page_size: size, ...request } = body;
    const pageSize = pageSizeAt(size, "body.page_size");
    const only = chosenProperties(source.properties, url);
    const listing: Listing = {
      request: { source: source.id, ...request },
      epoch: call.state.workspace.cursorEpoch,
    };
    const sorts = parseSorts(call, source, body.sorts);
    const rows = this.ranked(call, source, { body, sorts, listing });
    const position = readCursor(listing, cursor);
    const { queryCap, pageRows } = call.settings();
    const from = position === null ? 0 : firstAfter(rows, sorts, position);
    const given = position?.given ?? 0;
    const to = Math.min(
      from + Math.min(pageSize, pageRows),
      from + Math.max(0, queryCap - given),
      rows.length,
    );
    const shown = rows.slice(from, to);
    const last = shown.at(-1);
    const more = to < rows.length && given + shown.length < queryCap && last !== undefined;
    return {
      object: "list",
      results: shown.map((row) => printPage(call, row.page, only)),
      next_cursor: more ? makeCursor(listing, positionOf(last, given + shown.length)) : null,
      has_more: more,
      type: "page_or_data_source",
      page_or_data_source: {},
      request_status:
        given + (rows.length - from) > queryCap
          ? { type: "incomplete", incomplete_reason: "query_result_limit_reached" }
          : { type: "complete" },
    };
  }

  private ranked(
    call: Call,
    source: DataSourceRecord,
    asked: { readonly body: JsonObject; readonly sorts: readonly Sort[]; readonly listing: Listing },
  ): readonly Ranked[] {
    const now = call.clock.now();
    const key = `${call.connection.id} ${requestDigest(asked.listing)}`;
    const stamp = `${call.state.revision} ${minuteOf(now)}`;
    const test = parseFilter(call, source, asked.body.filter);
    const archived =
      asked.body.is_archived === undefined ? false : booleanAt(asked.body.is_archived, "body.is_archived");
    const wanted =
      asked.body.result_type === undefined ||
      oneOfAt(asked.body.result_type, "body.result_type", ["page", "data_source"]) === "page";
    if (!wanted) return [];
    const behind = call.state.isIndexBehind(now);
    const kept = this.kept.get(key);
    if (kept?.stamp === stamp && !behind) return kept.rows;
    const rows: Ranked[] = [];
    const { seed } = call.settings();
    const isWhollyTrashed = isTrashedSource(call, source);
    for (const page of call.state.indexed(call.state.rowsOf(source.id), now))
      if ((isWhollyTrashed || page.inTrash) === archived && canSeePage(call, page) && test(page))
        rows.push({
          page,
          id: page.id,
          keys: asked.sorts.map((sort) => sort.key(page)),
          tie: scatter(page.id, seed),
        });
    rows.sort((a, b) => comparePlaces(asked.sorts, a, b));
    if (!behind) this.keep(key, { stamp, rows });
    return rows;
  }

  private keep(key: string, entry: { stamp: string; rows: readonly Ranked[] }): void {
    this.kept.delete(key);
    this.kept.set(key, entry);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT_RESULTS) break;
      this.kept.delete(oldest);
    }
  }
}

const positionOf = (row: Ranked, given: number): Position => ({
  keys: row.keys,
  tie: row.tie,
  id: row.id,
  given,
});

function comparePlaces(sorts: readonly Sort[], a: Place, b: Place): number {
  const order = compareKeys(sorts, a.keys, b.keys) || a.tie - b.tie;
  return order !== 0 ? order : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** The first row behind the cursor's, as the rows lie now: edits in between move rows past it or before it. */
function firstAfter(rows: readonly Ranked[], sorts: readonly Sort[], position: Position): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && comparePlaces(sorts, row, position) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
