import { boundedRange, parseRange } from "./a1";
import type { Book, Tab } from "./grid";
import { rectOf, tabById, whole } from "./grid";
import { type DataFilter, matchingMetadata, rectOfPlace } from "./metadata-search";
import type { Rect } from "./rect";

export interface DataRange {
  readonly tab: Tab;
  readonly rect: Rect;
}

/** The cells a filter selects: a range as it is named, or the rows, columns and tabs that matching metadata hangs on. */
export function rangesOf(book: Book, filter: DataFilter, project: string): DataRange[] {
  if (filter.gridRange !== undefined) {
    const tab = tabById(book, filter.gridRange.sheetId ?? 0);
    return [{ tab, rect: rectOf(tab, filter.gridRange) }];
  }
  if (filter.a1Range !== undefined) {
    const range = parseRange(book, filter.a1Range);
    return [{ tab: range.tab, rect: boundedRange(range) }];
  }
  return matchingMetadata(book, [filter], project).flatMap(({ place }) => {
    const { tab } = place;
    return tab === undefined
      ? book.tabs.map((one) => ({ tab: one, rect: whole(one) }))
      : [{ tab, rect: rectOfPlace(place, tab) }];
  });
}

export interface MatchedRange extends DataRange {
  readonly filters: DataFilter[];
}

/** The ranges that some filter selects, each once, with all filters that select it. */
export function matchedRanges(book: Book, filters: readonly DataFilter[], project: string): MatchedRange[] {
  const found = new Map<string, MatchedRange>();
  for (const filter of filters)
    for (const { tab, rect } of rangesOf(book, filter, project)) {
      const key = JSON.stringify([tab.sheetId, rect]);
      const before = found.get(key);
      if (before === undefined) found.set(key, { tab, rect, filters: [filter] });
      else before.filters.push(filter);
    }
  return [...found.values()];
}
