import { openBook, SHEETS_WRITE } from "./access";
import { matchedRanges, rangesOf } from "./data-ranges";
import { invalidArgument } from "./errors";
import { Calculator } from "./formula";
import { rangeText } from "./grid";
import type { DataFilter } from "./metadata-search";
import type { Call, Method } from "./methods";
import type { DateRender, ValueRender } from "./render";
import { clearRange, readRect, writeRange } from "./values";
import {
  type BatchResponseInput,
  batchResponseOptions,
  inputOption,
  majorOf,
  totals,
  updateResponse,
} from "./values-methods";

const ID = "/v4/spreadsheets/([^/:]+)";

interface Filters {
  readonly dataFilters?: readonly DataFilter[];
}

interface GetInput extends Filters {
  readonly majorDimension?: string;
  readonly valueRenderOption?: ValueRender;
  readonly dateTimeRenderOption?: DateRender;
}

function filtersOf({ dataFilters = [] }: Filters): readonly DataFilter[] {
  if (dataFilters.length === 0) throw invalidArgument("Must specify at least one dataFilter.");
  return dataFilters;
}

const batchGet: Method = {
  id: "sheets.spreadsheets.values.batchGetByDataFilter",
  verb: "POST",
  path: new RegExp(`^${ID}/values:batchGetByDataFilter$`),
  metering: "read",
  scopes: SHEETS_WRITE,
  query: {},
  body: "BatchGetValuesByDataFilterRequest",
  run({ world, caller, path, body }) {
    const book = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
    const input = body as GetInput;
    const options = {
      value: input.valueRenderOption ?? "FORMATTED_VALUE",
      date: input.dateTimeRenderOption ?? "SERIAL_NUMBER",
      major: majorOf(input.majorDimension),
    };
    const how = { options, calculator: new Calculator(book) };
    const matched = matchedRanges(book, filtersOf(input), caller.project);
    const valueRanges = matched.map(({ tab, rect, filters }) => ({
      valueRange: readRect(book, tab, rect, how),
      dataFilters: filters,
    }));
    return { spreadsheetId: book.id, ...(valueRanges.length > 0 ? { valueRanges } : {}) };
  },
};

interface UpdateInput extends BatchResponseInput {
  readonly valueInputOption?: string;
  readonly data?: readonly {
    readonly dataFilter?: DataFilter;
    readonly majorDimension?: string;
    readonly values?: readonly unknown[];
  }[];
}

const batchUpdate: Method = {
  id: "sheets.spreadsheets.values.batchUpdateByDataFilter",
  verb: "POST",
  path: new RegExp(`^${ID}/values:batchUpdateByDataFilter$`),
  metering: "write",
  scopes: SHEETS_WRITE,
  query: {},
  body: "BatchUpdateValuesByDataFilterRequest",
  run: runBatchUpdate,
};

/** Rows and columns are looked up now, not when the caller last read; several matches get the same values. */
function runBatchUpdate({ world, caller, path, body }: Call): unknown {
  const { id } = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
  const input = body as UpdateInput;
  const option = inputOption(input.valueInputOption);
  return world.library.change(id, (book) => {
    const done = (input.data ?? []).flatMap(({ dataFilter, majorDimension, values = [] }, index) => {
      if (dataFilter === undefined) throw invalidArgument(`data[${index}].dataFilter must be set.`);
      const major = majorOf(majorDimension);
      return rangesOf(book, dataFilter, caller.project).map(({ tab, rect }) => {
        const write = { range: rangeText(tab, rect), major, values, input: option, actor: caller.email };
        return { dataFilter, major, written: writeRange(book, { tab, ...rect, single: false }, write) };
      });
    });
    const responses = done.map(({ dataFilter, major, written }) => ({
      ...withoutId(updateResponse(book, written, batchResponseOptions(input, major))),
      dataFilter,
    }));
    return { spreadsheetId: id, ...totals(done.map((one) => one.written)), responses };
  });
}

const withoutId = ({ spreadsheetId: _, ...rest }: ReturnType<typeof updateResponse>) => rest;

const batchClear: Method = {
  id: "sheets.spreadsheets.values.batchClearByDataFilter",
  verb: "POST",
  path: new RegExp(`^${ID}/values:batchClearByDataFilter$`),
  metering: "write",
  scopes: SHEETS_WRITE,
  query: {},
  body: "BatchClearValuesByDataFilterRequest",
  run({ world, caller, path, body }) {
    const { id } = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
    const filters = filtersOf(body as Filters);
    return world.library.change(id, (book) => ({
      spreadsheetId: id,
      clearedRanges: matchedRanges(book, filters, caller.project).map(({ tab, rect }) => {
        clearRange(book, { tab, rect }, caller.email);
        return rangeText(tab, rect);
      }),
    }));
  },
};

/** `spreadsheets.values.*ByDataFilter`. */
export const DATA_FILTER_METHODS: readonly Method[] = [batchGet, batchUpdate, batchClear];
