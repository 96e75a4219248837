import { openBook, SHEETS_READ, SHEETS_WRITE } from "./access";
import { type RowData, writeRows } from "./batch/cells";
import { runBatch } from "./batch/run";
import { matchedRanges } from "./data-ranges";
import { badField, invalidArgument } from "./errors";
import { FieldMask } from "./field-mask";
import { assertSize, type Book, newTab, type Tab } from "./grid";
import { LOCALES } from "./locale";
import type { DataFilter } from "./metadata-search";
import type { Call, Method } from "./methods";
import type { Rect } from "./rect";
import { spreadsheetView, type ViewRequest } from "./spreadsheet-view";
import { freshSheetId } from "./world";

const ID = "/v4/spreadsheets/([^/:]+)";

const VIEW_FIELDS = new Set([
  "spreadsheetId",
  "properties",
  "sheets",
  "namedRanges",
  "spreadsheetUrl",
  "developerMetadata",
  "dataSources",
  "dataSourceSchedules",
]);

/** 400 for a `fields` path that no spreadsheet has. */
function assertViewMask(mask: FieldMask): void {
  for (const name of mask.names)
    if (!VIEW_FIELDS.has(name))
      throw badField(
        name,
        `Error expanding 'fields' parameter. Cannot find matching fields for path '${name}'.`,
      );
}

function viewOf(call: Call, book: Book, how: Pick<ViewRequest, "mask" | "ranges" | "rects" | "gridData">) {
  const { caller, world } = call;
  return spreadsheetView(book, {
    ...how,
    project: caller.project,
    actor: caller.email,
    urlPrefix: world.settings.spreadsheetUrl,
  });
}

const get: Method = {
  id: "sheets.spreadsheets.get",
  verb: "GET",
  path: new RegExp(`^${ID}$`),
  metering: "read",
  scopes: SHEETS_READ,
  query: { ranges: "[]string", includeGridData: "bool", excludeTablesInBandedRanges: "bool" },
  run(call) {
    const book = openBook(call.world.library, call.path[0] ?? "", call.caller, SHEETS_READ);
    assertViewMask(call.mask);
    // With a mask the parameter is ignored: the mask says whether cells come along.
    const gridData = call.masked || call.query.get("includeGridData") === "true";
    return viewOf(call, book, { mask: call.mask, ranges: call.query.getAll("ranges"), gridData });
  },
};

const getByDataFilter: Method = {
  id: "sheets.spreadsheets.getByDataFilter",
  verb: "POST",
  path: new RegExp(`^${ID}:getByDataFilter$`),
  metering: "read",
  scopes: SHEETS_WRITE,
  query: {},
  body: "GetSpreadsheetByDataFilterRequest",
  run(call) {
    const book = openBook(call.world.library, call.path[0] ?? "", call.caller, SHEETS_WRITE);
    assertViewMask(call.mask);
    const { dataFilters = [], includeGridData } = call.body as {
      readonly dataFilters?: readonly DataFilter[];
      readonly includeGridData?: boolean;
    };
    const rects = new Map<Tab, Rect[]>();
    for (const { tab, rect } of matchedRanges(book, dataFilters, call.caller.project))
      rects.set(tab, [...(rects.get(tab) ?? []), rect]);
    const gridData = call.masked || includeGridData === true;
    const selected = dataFilters.length === 0 ? {} : { rects };
    return viewOf(call, book, { mask: call.mask, ranges: [], ...selected, gridData });
  },
};

interface CreateInput {
  readonly properties?: { readonly title?: string; readonly locale?: string; readonly timeZone?: string };
  readonly sheets?: readonly {
    readonly properties?: {
      readonly sheetId?: number;
      readonly title?: string;
      readonly gridProperties?: Readonly<Record<string, number>>;
    };
    readonly data?: readonly {
      readonly startRow?: number;
      readonly startColumn?: number;
      readonly rowData?: readonly RowData[];
    }[];
  }[];
}

const create: Method = {
  id: "sheets.spreadsheets.create",
  verb: "POST",
  path: /^\/v4\/spreadsheets$/,
  metering: "write",
  scopes: SHEETS_WRITE,
  query: {},
  body: "Spreadsheet",
  run: runCreate,
};

function runCreate(call: Call): unknown {
  const { world, caller } = call;
  const { properties = {}, sheets = [] } = call.body as CreateInput;
  const locale = properties.locale ?? "en_US";
  if (!LOCALES.includes(locale))
    throw invalidArgument(`Unsupported locale: ${locale} (the sandbox knows ${LOCALES.join(", ")})`);
  const tabs: Tab[] = [];
  for (const sheet of sheets.length > 0 ? sheets : [{}]) tabs.push(tabFrom(sheet, tabs));
  const book = world.newBook({
    title: properties.title ?? "Untitled spreadsheet",
    owner: caller.email,
    locale,
    timeZone: properties.timeZone ?? "Etc/GMT",
    tabs,
    projects: [caller.project],
  });
  assertSize(book);
  for (const [index, sheet] of sheets.entries())
    for (const data of sheet.data ?? []) {
      const tab = tabs[index];
      if (tab === undefined) continue;
      const at = { row: data.startRow ?? 0, column: data.startColumn ?? 0 };
      writeRows({ book, tab, mask: FieldMask.everything(), actor: caller.email }, at, data.rowData ?? []);
    }
  world.library.add(book);
  return viewOf(call, book, { mask: call.mask, ranges: [], gridData: call.masked });
}

function tabFrom(sheet: NonNullable<CreateInput["sheets"]>[number], before: readonly Tab[]): Tab {
  const { sheetId, title, gridProperties = {} } = sheet.properties ?? {};
  const { rowCount = 1000, columnCount = 26, ...grid } = gridProperties;
  const name = title ?? `Sheet${before.length + 1}`;
  if (before.some((tab) => tab.title.toLowerCase() === name.toLowerCase()))
    throw invalidArgument(`A sheet with the name "${name}" already exists. Please enter another name.`);
  if (sheetId !== undefined && before.some((tab) => tab.sheetId === sheetId))
    throw invalidArgument(`Duplicate sheetId: ${sheetId}`);
  return { ...newTab(sheetId ?? freshSheetId(before), name, rowCount, columnCount), gridProperties: grid };
}

interface BatchInput {
  readonly requests?: readonly Readonly<Record<string, unknown>>[];
  readonly includeSpreadsheetInResponse?: boolean;
  readonly responseRanges?: readonly string[];
  readonly responseIncludeGridData?: boolean;
}

const batchUpdate: Method = {
  id: "sheets.spreadsheets.batchUpdate",
  verb: "POST",
  path: new RegExp(`^${ID}:batchUpdate$`),
  metering: "write",
  scopes: SHEETS_WRITE,
  query: {},
  body: "BatchUpdateSpreadsheetRequest",
  run: runBatchUpdate,
};

function runBatchUpdate(call: Call): unknown {
  const { world, caller } = call;
  const { id } = openBook(world.library, call.path[0] ?? "", caller, SHEETS_WRITE);
  const input = call.body as BatchInput;
  return world.library.change(id, (book) => {
    const who = { actor: caller.email, project: caller.project };
    const replies = runBatch(book, input.requests ?? [], who);
    const inner = call.mask.under("updatedSpreadsheet");
    const withPostImage = input.includeSpreadsheetInResponse === true && inner !== undefined;
    return {
      ...call.mask.pick({ spreadsheetId: id, replies }),
      ...(withPostImage
        ? {
            updatedSpreadsheet: viewOf(call, book, {
              mask: inner,
              ranges: input.responseRanges ?? [],
              gridData: call.masked || input.responseIncludeGridData === true,
            }),
          }
        : {}),
    };
  });
}

/** `spreadsheets.get`, `getByDataFilter`, `create` and `batchUpdate`. */
export const SPREADSHEET_METHODS: readonly Method[] = [batchUpdate, getByDataFilter, create, get];
