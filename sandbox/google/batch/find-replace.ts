import type { Cell } from "../cell-value";
import { invalidArgument } from "../errors";
import { assertUnprotected, type Book, editRow, type GridRange, type Tab, tabById, whole } from "../grid";
import { localeRules } from "../locale";
import type { Rect } from "../rect";
import { shownText } from "../render";
import { enteredCell } from "../values";
import { rangeOf } from "./cells";
import type { Apply } from "./context";

interface FindReplace {
  readonly find?: string;
  readonly replacement?: string;
  readonly matchCase?: boolean;
  readonly matchEntireCell?: boolean;
  readonly searchByRegex?: boolean;
  readonly includeFormulas?: boolean;
  readonly range?: GridRange;
  readonly sheetId?: number;
  readonly allSheets?: boolean;
}

/** Replaces in what cells show (or in formulas when asked); results are entered as typed. */
export const findReplace: Apply<FindReplace> = ({ book, actor }, request) => {
  const pattern = patternOf(request);
  const counts = {
    valuesChanged: 0,
    formulasChanged: 0,
    rowsChanged: 0,
    sheetsChanged: 0,
    occurrencesChanged: 0,
  };
  for (const { tab, rect } of scopeOf(book, request)) {
    let touched = false;
    for (let row = rect.startRow; row < Math.min(rect.endRow, tab.rows.length); row++) {
      const before = { values: counts.valuesChanged, formulas: counts.formulasChanged };
      const next = replaceRow(book, tab, row, { rect, pattern, request, counts });
      if (next === undefined) continue;
      assertUnprotected(book, tab, { ...rect, startRow: row, endRow: row + 1 }, actor);
      editRow(book, tab, row, (cells) => cells.splice(0, cells.length, ...next));
      if (before.values !== counts.valuesChanged || before.formulas !== counts.formulasChanged)
        counts.rowsChanged++;
      touched = true;
    }
    if (touched) counts.sheetsChanged++;
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
};

function patternOf(request: FindReplace): RegExp {
  const { find = "" } = request;
  if (find === "") throw invalidArgument("find must not be empty.");
  const body = request.searchByRegex === true ? find : find.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  try {
    return new RegExp(
      request.matchEntireCell === true ? `^(?:${body})$` : body,
      request.matchCase ? "g" : "gi",
    );
  } catch {
    throw invalidArgument("find is not a valid regular expression.");
  }
}

function scopeOf(book: Book, request: FindReplace): { tab: Tab; rect: Rect }[] {
  const given = [request.range, request.sheetId, request.allSheets || undefined].filter(
    (one) => one !== undefined,
  );
  if (given.length !== 1) throw invalidArgument("Exactly one of range, sheetId and allSheets must be set.");
  if (request.range !== undefined) return [rangeOf(book, request.range)];
  const tabs = request.allSheets === true ? book.tabs : [tabById(book, request.sheetId ?? 0)];
  return tabs.map((tab) => ({ tab, rect: whole(tab) }));
}

interface Replacing {
  readonly rect: Rect;
  readonly pattern: RegExp;
  readonly request: FindReplace;
  readonly counts: { valuesChanged: number; formulasChanged: number; occurrencesChanged: number };
}

function replaceRow(book: Book, tab: Tab, row: number, how: Replacing): (Cell | undefined)[] | undefined {
  const { rect, pattern, request, counts } = how;
  const cells = tab.rows[row]?.cells.slice() ?? [];
  let changed = false;
  for (let column = rect.startColumn; column < Math.min(rect.endColumn, cells.length); column++) {
    const cell = cells[column];
    const value = cell?.userEnteredValue;
    if (value === undefined) continue;
    const formula = value.formulaValue;
    if (formula !== undefined && request.includeFormulas !== true) continue;
    const text = formula ?? shownText(value, cell, localeRules(book.locale));
    const hits = text.match(pattern)?.length ?? 0;
    if (hits === 0) continue;
    const replacement = request.replacement ?? "";
    // Without a regular expression "$1" in the replacement is plain text.
    const next = text.replace(
      pattern,
      request.searchByRegex ? replacement : replacement.replaceAll("$", "$$$$"),
    );
    cells[column] = enteredCell(book, cell, { value: next, input: "USER_ENTERED", at: "replacement" });
    counts.occurrencesChanged += hits;
    if (formula === undefined) counts.valuesChanged++;
    else counts.formulasChanged++;
    changed = true;
  }
  return changed ? cells : undefined;
}
