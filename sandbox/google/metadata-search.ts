import { boundedRange, parseRange } from "./a1";
import { invalidArgument } from "./errors";
import { type Book, type GridRange, rectOf, type Tab, tabById, whole } from "./grid";
import { allMetadata, type LocationInput, type Place, type Placed, placeOf, visibleTo } from "./metadata";
import { intersects, type Rect } from "./rect";

export interface DataFilter {
  readonly developerMetadataLookup?: MetadataLookup;
  readonly a1Range?: string;
  readonly gridRange?: GridRange;
}

interface MetadataLookup {
  readonly locationType?: string;
  readonly metadataLocation?: LocationInput;
  readonly locationMatchingStrategy?: string;
  readonly metadataId?: number;
  readonly metadataKey?: string;
  readonly metadataValue?: string;
  readonly visibility?: string;
}

/** Every entry some filter selects, as far as the project may see it; each entry once. */
export function matchingMetadata(book: Book, filters: readonly DataFilter[], project: string): Placed[] {
  const all = allMetadata(book).filter((one) => visibleTo(one.entry, project));
  const tests = filters.map((filter) => testOf(book, filter));
  return all.filter((one) => tests.some((test) => test(one)));
}

function testOf(book: Book, filter: DataFilter): (placed: Placed) => boolean {
  if (filter.developerMetadataLookup !== undefined) return lookupTest(book, filter.developerMetadataLookup);
  if (filter.gridRange !== undefined) {
    const tab = tabById(book, filter.gridRange.sheetId ?? 0);
    const rect = rectOf(tab, filter.gridRange);
    return ({ place }) => place.tab === tab && intersects(rectOfPlace(place, tab), rect);
  }
  if (filter.a1Range !== undefined) {
    const range = parseRange(book, filter.a1Range);
    const rect = boundedRange(range);
    return ({ place }) => place.tab === range.tab && intersects(rectOfPlace(place, range.tab), rect);
  }
  throw invalidArgument("A data filter must have one criterion.");
}

function lookupTest(book: Book, lookup: MetadataLookup): (placed: Placed) => boolean {
  if (Object.keys(lookup).length === 0) throw invalidArgument("developerMetadataLookup must not be empty.");
  const location = lookup.metadataLocation === undefined ? undefined : placeOf(book, lookup.metadataLocation);
  return ({ entry, place }) => {
    if (lookup.metadataId !== undefined && lookup.metadataId !== entry.metadataId) return false;
    if (lookup.metadataKey !== undefined && lookup.metadataKey !== entry.metadataKey) return false;
    if (lookup.metadataValue !== undefined && lookup.metadataValue !== entry.metadataValue) return false;
    if (lookup.visibility !== undefined && lookup.visibility !== entry.visibility) return false;
    if (lookup.locationType !== undefined && lookup.locationType !== typeOf(place)) return false;
    if (location === undefined) return true;
    return lookup.locationMatchingStrategy === "INTERSECTING_LOCATION"
      ? crosses(location, place)
      : samePlace(location, place);
  };
}

const typeOf = (place: Place): string =>
  place.tab === undefined
    ? "SPREADSHEET"
    : place.dimension === undefined
      ? "SHEET"
      : place.dimension === "ROWS"
        ? "ROW"
        : "COLUMN";

const samePlace = (a: Place, b: Place): boolean =>
  a.tab === b.tab && a.dimension === b.dimension && a.index === b.index;

function crosses(a: Place, b: Place): boolean {
  if (a.tab === undefined || b.tab === undefined) return true;
  return a.tab === b.tab && intersects(rectOfPlace(a, a.tab), rectOfPlace(b, b.tab));
}

/** The cells a place covers. */
export function rectOfPlace({ dimension, index = 0 }: Place, tab: Tab): Rect {
  if (dimension === "ROWS") return { ...whole(tab), startRow: index, endRow: index + 1 };
  if (dimension === "COLUMNS") return { ...whole(tab), startColumn: index, endColumn: index + 1 };
  return whole(tab);
}
