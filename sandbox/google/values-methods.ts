import { openBook, SHEETS_READ, SHEETS_WRITE } from "./access";
import { invalidArgument } from "./errors";
import { Calculator } from "./formula";
import { type Book, rangeText } from "./grid";
import type { Call, Method } from "./methods";
import type { DateRender, ValueRender } from "./render";
import {
  clearValues,
  type InputOption,
  type Major,
  type RenderOptions,
  readRect,
  readValues,
  type Written,
  writeValues,
} from "./values";

const RENDER = "FORMATTED_VALUE|UNFORMATTED_VALUE|FORMULA";
const DATES = "SERIAL_NUMBER|FORMATTED_STRING";
const MAJOR = "DIMENSION_UNSPECIFIED|ROWS|COLUMNS";
export const INPUT = "INPUT_VALUE_OPTION_UNSPECIFIED|RAW|USER_ENTERED";
const ID = "/v4/spreadsheets/([^/:]+)";

const READ_QUERY = { majorDimension: MAJOR, valueRenderOption: RENDER, dateTimeRenderOption: DATES };
export const WRITE_QUERY = {
  valueInputOption: INPUT,
  includeValuesInResponse: "bool",
  responseValueRenderOption: RENDER,
  responseDateTimeRenderOption: DATES,
};

export const majorOf = (text: unknown): Major => (text === "COLUMNS" ? "COLUMNS" : "ROWS");

const readOptions = (query: URLSearchParams): RenderOptions => ({
  value: (query.get("valueRenderOption") ?? "FORMATTED_VALUE") as ValueRender,
  date: (query.get("dateTimeRenderOption") ?? "SERIAL_NUMBER") as DateRender,
  major: majorOf(query.get("majorDimension")),
});

/** RAW or USER_ENTERED; 400 when the caller did not say. */
export function inputOption(text: unknown): InputOption {
  if (text === "RAW" || text === "USER_ENTERED") return text;
  throw invalidArgument("'valueInputOption' is required but not specified");
}

export interface ResponseOptions {
  readonly include: boolean;
  readonly options: RenderOptions;
}

export const responseOptions = (query: URLSearchParams, major: Major): ResponseOptions => ({
  include: query.get("includeValuesInResponse") === "true",
  options: {
    value: (query.get("responseValueRenderOption") ?? "FORMATTED_VALUE") as ValueRender,
    date: (query.get("responseDateTimeRenderOption") ?? "SERIAL_NUMBER") as DateRender,
    major,
  },
});

/** `UpdateValuesResponse`. The three counts are left out when nothing was written, as zero is. */
export function updateResponse(book: Book, written: Written, response: ResponseOptions) {
  const { tab, rect } = written;
  const counts =
    written.cells === 0
      ? {}
      : {
          updatedRows: rect.endRow - rect.startRow,
          updatedColumns: rect.endColumn - rect.startColumn,
          updatedCells: written.cells,
        };
  const how = { options: response.options, calculator: new Calculator(book) };
  return {
    spreadsheetId: book.id,
    updatedRange: rangeText(tab, rect),
    ...counts,
    ...(response.include ? { updatedData: readRect(book, tab, rect, how) } : {}),
  };
}

interface ValueRangeInput {
  readonly range?: string;
  readonly majorDimension?: string;
  readonly values?: readonly unknown[];
}

const get: Method = {
  id: "sheets.spreadsheets.values.get",
  verb: "GET",
  path: new RegExp(`^${ID}/values/([^/]+)$`),
  metering: "read",
  scopes: SHEETS_READ,
  query: READ_QUERY,
  run({ world, caller, path, query }) {
    const book = openBook(world.library, path[0] ?? "", caller, SHEETS_READ);
    return readValues(book, path[1] ?? "", readOptions(query), new Calculator(book));
  },
};

const batchGet: Method = {
  id: "sheets.spreadsheets.values.batchGet",
  verb: "GET",
  path: new RegExp(`^${ID}/values:batchGet$`),
  metering: "read",
  scopes: SHEETS_READ,
  query: { ...READ_QUERY, ranges: "[]string" },
  run({ world, caller, path, query }) {
    const book = openBook(world.library, path[0] ?? "", caller, SHEETS_READ);
    const calculator = new Calculator(book);
    const options = readOptions(query);
    const valueRanges = query.getAll("ranges").map((range) => readValues(book, range, options, calculator));
    return { spreadsheetId: book.id, ...(valueRanges.length > 0 ? { valueRanges } : {}) };
  },
};

const update: Method = {
  id: "sheets.spreadsheets.values.update",
  verb: "PUT",
  path: new RegExp(`^${ID}/values/([^/]+)$`),
  metering: "write",
  scopes: SHEETS_WRITE,
  query: WRITE_QUERY,
  body: "ValueRange",
  run({ world, caller, path, query, body }) {
    const { id } = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
    const range = path[1] ?? "";
    const input = body as ValueRangeInput;
    if (input.range !== undefined && input.range !== range)
      throw invalidArgument(
        `Requested writing within range [${range}], but the body names another range [${input.range}]`,
      );
    const option = inputOption(query.get("valueInputOption"));
    const major = majorOf(input.majorDimension);
    return world.library.change(id, (book) => {
      const write = { range, major, values: input.values ?? [], input: option, actor: caller.email };
      return updateResponse(book, writeValues(book, write), responseOptions(query, major));
    });
  },
};

/** What a write of several ranges says of its answer, in its body. */
export interface BatchResponseInput {
  readonly includeValuesInResponse?: boolean;
  readonly responseValueRenderOption?: ValueRender;
  readonly responseDateTimeRenderOption?: DateRender;
}

export const batchResponseOptions = (
  input: BatchResponseInput,
  major: ResponseOptions["options"]["major"],
): ResponseOptions => ({
  include: input.includeValuesInResponse ?? false,
  options: {
    value: input.responseValueRenderOption ?? "FORMATTED_VALUE",
    date: input.responseDateTimeRenderOption ?? "SERIAL_NUMBER",
    major,
  },
});

interface BatchInput extends BatchResponseInput {
  readonly valueInputOption?: string;
  readonly data?: readonly ValueRangeInput[];
}

const batchUpdate: Method = {
  id: "sheets.spreadsheets.values.batchUpdate",
  verb: "POST",
  path: new RegExp(`^${ID}/values:batchUpdate$`),
  metering: "write",
  scopes: SHEETS_WRITE,
  query: {},
  body: "BatchUpdateValuesRequest",
  run: runBatchUpdate,
};

function runBatchUpdate({ world, caller, path, body }: Call): unknown {
  const { id } = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
  const input = body as BatchInput;
  const option = inputOption(input.valueInputOption);
  return world.library.change(id, (book) => {
    const done = (input.data ?? []).map((one) => {
      const major = majorOf(one.majorDimension);
      const write = {
        range: one.range ?? "",
        major,
        values: one.values ?? [],
        input: option,
        actor: caller.email,
      };
      return { major, written: writeValues(book, write) };
    });
    const responses = done.map(({ major, written }) =>
      updateResponse(book, written, batchResponseOptions(input, major)),
    );
    return { spreadsheetId: id, ...totals(done.map((one) => one.written)), responses };
  });
}

/** What a write of several ranges adds up to; nothing when no cell was touched. */
export function totals(all: readonly Written[]): Record<string, number> {
  const written = all.filter((one) => one.cells > 0);
  if (written.length === 0) return {};
  const lines = (of: (one: Written) => readonly [number, number]): number => {
    const seen = new Set<string>();
    for (const one of written)
      for (let [at, end] = of(one); at < end; at++) seen.add(`${one.tab.sheetId}/${at}`);
    return seen.size;
  };
  return {
    totalUpdatedRows: lines((one) => [one.rect.startRow, one.rect.endRow]),
    totalUpdatedColumns: lines((one) => [one.rect.startColumn, one.rect.endColumn]),
    totalUpdatedCells: written.reduce((sum, one) => sum + one.cells, 0),
    totalUpdatedSheets: new Set(written.map((one) => one.tab)).size,
  };
}

const clear: Method = {
  id: "sheets.spreadsheets.values.clear",
  verb: "POST",
  path: new RegExp(`^${ID}/values/([^/]+):clear$`),
  metering: "write",
  scopes: SHEETS_WRITE,
  query: {},
  body: "ClearValuesRequest",
  run({ world, caller, path }) {
    const { id } = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
    return world.library.change(id, (book) => {
      const { tab, rect } = clearValues(book, path[1] ?? "", caller.email);
      return { spreadsheetId: id, clearedRange: rangeText(tab, rect) };
    });
  },
};

const batchClear: Method = {
  id: "sheets.spreadsheets.values.batchClear",
  verb: "POST",
  path: new RegExp(`^${ID}/values:batchClear$`),
  metering: "write",
  scopes: SHEETS_WRITE,
  query: {},
  body: "BatchClearValuesRequest",
  run({ world, caller, path, body }) {
    const { id } = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
    const { ranges = [] } = body as { readonly ranges?: readonly string[] };
    return world.library.change(id, (book) => ({
      spreadsheetId: id,
      clearedRanges: ranges.map((range) => {
        const { tab, rect } = clearValues(book, range, caller.email);
        return rangeText(tab, rect);
      }),
    }));
  },
};

/** `spreadsheets.values.*`, without `append`. The more specific paths come first. */
export const VALUES_METHODS: readonly Method[] = [batchGet, batchUpdate, batchClear, clear, get, update];
