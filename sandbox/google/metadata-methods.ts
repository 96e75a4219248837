import { openBook, SHEETS_WRITE } from "./access";
import { GoogleError } from "./errors";
import { allMetadata, metadataView, visibleTo } from "./metadata";
import { type DataFilter, matchingMetadata } from "./metadata-search";
import type { Method } from "./methods";

const ID = "/v4/spreadsheets/([^/:]+)";

const get: Method = {
  id: "sheets.spreadsheets.developerMetadata.get",
  verb: "GET",
  path: new RegExp(`^${ID}/developerMetadata/(\\d+)$`),
  metering: "read",
  scopes: SHEETS_WRITE,
  query: {},
  run({ world, caller, path }) {
    const book = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
    const id = Number(path[1]);
    const found = allMetadata(book).find(
      ({ entry }) => entry.metadataId === id && visibleTo(entry, caller.project),
    );
    if (found === undefined) throw new GoogleError(404, "NOT_FOUND", `No developer metadata with ID ${id}`);
    return metadataView(found);
  },
};

const search: Method = {
  id: "sheets.spreadsheets.developerMetadata.search",
  verb: "POST",
  path: new RegExp(`^${ID}/developerMetadata:search$`),
  metering: "read",
  scopes: SHEETS_WRITE,
  query: {},
  body: "SearchDeveloperMetadataRequest",
  run({ world, caller, path, body }) {
    const book = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
    const { dataFilters = [] } = body as { readonly dataFilters?: readonly DataFilter[] };
    const found = matchingMetadata(book, dataFilters, caller.project);
    if (found.length === 0) return {};
    return {
      matchedDeveloperMetadata: found.map((one) => ({ developerMetadata: metadataView(one), dataFilters })),
    };
  },
};

/** `spreadsheets.developerMetadata.*`. Both need a write scope, though they only read. */
export const METADATA_METHODS: readonly Method[] = [get, search];
