import { COLUMNS } from "../companies";
import type { Gesture } from "./draw";
import { lastRow, sheetWidth } from "./sheet-size";
import { rawCells, restoreCells } from "./sheet-undo";

const ID_COLUMN = "ChittySync id";

/** Some columns of some rows are sorted, the others stay. */
const sortPart: Gesture = (drawing) => {
  if (!drawing.isFirst("torn sheet")) return null;
  const { places } = drawing;
  const [from, to] = [drawing.random.between(1, 3), drawing.random.between(3, 5)];
  let undo = () => {};
  return {
    text: `google: ${COLUMNS.slice(from, to + 1)} sorted without the others, later undone`,
    act: () => {
      const at = COLUMNS.slice(from, to + 1).map((column) => places.sheetColumn(column));
      const key = places.sheetColumn("Code");
      const [startColumn, end] = [Math.min(...at), Math.max(...at)];
      if (startColumn < 0 || (key >= startColumn && key <= end)) return;
      const before = rawCells(places);
      const startRow = drawing.random.between(1, 6);
      const keyed = new Set(places.sheetRows().flatMap(({ row, cells }) => (cells.Code === "" ? [] : row)));
      let endRow = startRow;
      while (keyed.has(endRow)) endRow += 1;
      if (endRow === startRow) return;
      const part = { startColumn, endColumn: end + 1, startRow, endRow };
      places.watch("google", () => places.google("sort", { column: startColumn, descending: true, ...part }));
      undo = restoreCells(places, before);
    },
    undo: () => undo(),
  };
};

/** Everything but the ids is sorted. */
const sortWithoutIds: Gesture = (drawing) => {
  if (!drawing.isFirst("torn sheet")) return null;
  const { places } = drawing;
  let undo = () => {};
  return {
    text: "google: sorted without the ids, later undone",
    act: () => {
      const ids = (places.lines()[0] ?? []).indexOf(ID_COLUMN);
      const [column, end] = [places.sheetColumn("Code"), sheetWidth(places)];
      if (ids < 0 || column < 0 || (ids !== 0 && ids !== end - 1)) return;
      const before = rawCells(places);
      const part = ids === 0 ? { startColumn: 1, endColumn: end } : { startColumn: 0, endColumn: ids };
      places.watch("google", () => places.google("sort", { column, descending: true, ...part }));
      undo = restoreCells(places, before);
    },
    undo: () => undo(),
  };
};

/** The copy goes again, or becomes a company of its own. */
const copyRow: Gesture = (drawing) => {
  const { places } = drawing;
  const code = drawing.ownRow();
  if (code === null) return null;
  const next = drawing.chance(0.5) ? drawing.value("Code") : null;
  const withMetadata = drawing.chance(0.5);
  return {
    text: `google: ${code} copied${next === null ? ", the copy later deleted" : `, the copy later ${next}`}`,
    act: () => {
      const row = places.sheetRow(code);
      if (row !== null) places.google("copy-paste-row", { row, to: lastRow(places) + 1, withMetadata });
    },
    undo: () =>
      places.watch("google", () => {
        const [, ...copies] = places.sheetRows().filter(({ cells }) => cells.Code === code);
        const row = copies.at(-1)?.row;
        if (row === undefined) return;
        if (next === null) places.google("delete-rows", { rows: [row] });
        else places.typeInSheet(row, places.sheetColumn("Code"), next);
      }),
  };
};

/** One company pasted over another: that one is gone, and the first is there twice until somebody sees it. */
const pasteOver: Gesture = (drawing) => {
  if (!drawing.isFirst("torn sheet")) return null;
  const { places } = drawing;
  const [code, under] = [drawing.ownRow(), drawing.ownRow()];
  if (code === null || under === null) return null;
  let before: ReadonlyMap<string, string> = new Map();
  return {
    text: `google: ${code} pasted over ${under}, later undone`,
    act: () => {
      const [row, to] = [places.sheetRow(code), places.sheetRow(under)];
      if (row === null || to === null) return;
      before = rawCells(places).get(under) ?? new Map();
      places.watch("google", () => places.google("copy-paste-row", { row, to }));
    },
    undo: () =>
      places.watch("google", () => {
        const [, ...copies] = places.sheetRows().filter(({ cells }) => cells.Code === code);
        const row = copies.at(-1)?.row;
        if (row === undefined || places.sheetRow(under) !== null) return;
        for (const [at, header] of (places.lines()[0] ?? []).entries())
          places.typeInSheet(row, at, before.get(header) ?? "");
      }),
  };
};

const clearTab: Gesture = (drawing) => {
  if (!drawing.isFirst("torn sheet")) return null;
  const { places } = drawing;
  let before: string[][] = [];
  return {
    text: "google: everything cleared, later undone",
    hidesAll: true,
    act: () => {
      before = places.lines();
      places.google("clear-tab");
    },
    undo: () => {
      for (const [row, line] of before.entries())
        for (const [column, value] of line.entries())
          if (value !== "") places.typeInSheet(row, column, value);
    },
  };
};

/** Of two merged cells the lower one loses what it held, and it may be a key. */
const mergeCells: Gesture = (drawing) => {
  if (!drawing.isFirst("torn sheet")) return null;
  const { places } = drawing;
  const column = drawing.random.pick(COLUMNS);
  const [own, name] = column === "Code" ? (["Name", "Code"] as const) : (["Code", column] as const);
  let undo = () => {};
  return {
    text: `google: two cells of ${column} merged, later undone`,
    act: () => {
      const at = places.sheetColumn(column);
      const rows = places.sheetRows();
      const lower = rows.find(({ row }, index) => index > 0 && rows[index - 1]?.row === row - 1);
      if (at < 0 || lower === undefined) return;
      const part = { startRow: lower.row - 1, endRow: lower.row + 1, startColumn: at, endColumn: at + 1 };
      places.watch("google", () => places.google("merge", part));
      undo = () => {
        const there = places.sheetColumn(column);
        const { rowCount, columnCount } = places.google<{ rowCount: number; columnCount: number }>("rows");
        places.google("unmerge", { startRow: 0, endRow: rowCount, startColumn: 0, endColumn: columnCount });
        places.watch("google", () => {
          const now = places.sheetRows().find(({ cells }) => cells[own] === lower.cells[own]);
          if (now && now.cells[name] === "") places.typeInSheet(now.row, there, lower.cells[name]);
        });
      };
    },
    undo: () => undo(),
  };
};

const showError: Gesture = (drawing) => {
  if (!drawing.isFirst("torn sheet")) return null;
  const { places } = drawing;
  const [code, column, type] = [drawing.row(), drawing.column(), drawing.random.pick(["LOADING", "REF"])];
  let undo = () => {};
  return {
    text: `google: ${code} ${column} shows ${type} for a while`,
    act: () => {
      const [row, at] = [places.sheetRow(code), places.sheetColumn(column)];
      if (row === null || at < 0) return;
      const value = places.lines()[row]?.[at] ?? "";
      places.google("set-error", { row, column: at, type });
      undo = () => {
        const now = places.sheetRow(code);
        const there = places.sheetColumn(column);
        if (now !== null && there >= 0) places.watch("google", () => places.typeInSheet(now, there, value));
      };
    },
    undo: () => undo(),
  };
};

/** What tears rows of the sheet apart, doubles or hides them until somebody sees it, with how often it is drawn. */
export const TORN_SHEET: readonly (readonly [Gesture, number])[] = [
  [sortPart, 3],
  [sortWithoutIds, 1],
  [copyRow, 3],
  [pasteOver, 1],
  [clearTab, 1],
  [mergeCells, 1],
  [showError, 1],
];
