import { COLUMNS } from "./companies";
import type { Drawing, Gesture } from "./gestures-draw";
import type { Places } from "./gestures-places";
import { rawCells, restoreCells } from "./gestures-sheet-undo";

const ID_COLUMN = "ChittySync id";

const last = (places: Places): number => Math.max(1, ...places.sheetRows().map(({ row }) => row));
const width = (places: Places): number => Math.max(0, ...places.lines().map((line) => line.length));

/** Moves rows or columns about and changes no company. */
const moving =
  (text: string, act: (places: Places, drawing: Drawing) => void): Gesture =>
  (drawing) => ({
    text: `google: ${text}`,
    act: () => drawing.places.watch("google", () => act(drawing.places, drawing)),
  });

const sort: Gesture = (drawing) => {
  const [column, descending] = [drawing.random.pick(COLUMNS), drawing.chance(0.5)];
  return moving(`sorted by ${column}`, (places) => {
    const at = places.sheetColumn(column);
    if (at >= 0) places.google("sort", { column: at, descending, endColumn: width(places) });
  })(drawing);
};

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
      const [column, end] = [places.sheetColumn("Code"), width(places)];
      if (ids < 0 || column < 0 || (ids !== 0 && ids !== end - 1)) return;
      const before = rawCells(places);
      const part = ids === 0 ? { startColumn: 1, endColumn: end } : { startColumn: 0, endColumn: ids };
      places.watch("google", () => places.google("sort", { column, descending: true, ...part }));
      undo = restoreCells(places, before);
    },
    undo: () => undo(),
  };
};

const drag: Gesture = moving("rows dragged", (places, { random }) => {
  const end = last(places);
  const row = random.between(1, end);
  const count = Math.min(random.between(1, 3), end + 1 - row);
  const to = random.between(1, end + 1);
  if (to <= row || to > row + count) places.google("move-row", { row, count, to });
});

const insertRows: Gesture = moving("empty rows inserted", (places, { random }) =>
  places.google("insert-row", { row: random.between(0, 1) + random.between(0, last(places)) || 1, count: 2 }),
);

const moveColumn: Gesture = moving("a column dragged", (places, { random }) => {
  const [column, to] = [random.between(0, width(places) - 1), random.between(0, width(places))];
  if (to < column || to > column + 1) places.google("move-column", { column, to });
});

const insertColumn: Gesture = (drawing) => {
  const header = drawing.chance(0.5) ? `Notes ${drawing.fresh()}` : "";
  const { places } = drawing;
  return {
    text: `google: column ${header} inserted, later deleted`,
    act: () =>
      places.watch("google", () => {
        const column = drawing.random.between(0, width(places));
        places.google("insert-column", { column, ...(header !== "" && { header }) });
      }),
    undo: () => {
      const column = (places.lines()[0] ?? []).indexOf(header);
      if (column >= 0) places.watch("google", () => places.google("delete-column", { column }));
    },
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
      if (row !== null) places.google("copy-paste-row", { row, to: last(places) + 1, withMetadata });
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

const cutPaste: Gesture = (drawing) => {
  const code = drawing.row();
  return moving(`${code} cut and pasted below`, (places) => {
    const row = places.sheetRow(code);
    if (row === null) return;
    const part = { startRow: row, endRow: row + 1, startColumn: 0, endColumn: width(places) };
    places.google("cut-paste", { ...part, toRow: last(places) + drawing.random.between(1, 3), toColumn: 0 });
  })(drawing);
};

const renameHeader: Gesture = (drawing) => {
  const { places } = drawing;
  const renamed = places.renamed.google;
  const column = drawing.chance(0.2) ? "Code" : drawing.column();
  const other = `${column} ${drawing.fresh()}`;
  const rename = (from: string, name: string): boolean => {
    const at = (places.lines()[0] ?? []).indexOf(from);
    if (at >= 0) places.google("rename-header", { column: at, name });
    return at >= 0;
  };
  return {
    text: `google: header ${column} is ${other} for a while`,
    act: () => {
      if (!renamed.has(column) && rename(column, other)) renamed.set(column, other);
    },
    undo: () => {
      if (renamed.get(column) === other && rename(other, column)) renamed.delete(column);
    },
  };
};

const clearTab: Gesture = (drawing) => {
  if (!drawing.isFirst("torn sheet")) return null;
  const { places } = drawing;
  let before: string[][] = [];
  return {
    text: "google: everything cleared, later undone",
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

const tab: Gesture = (drawing) => {
  const number = drawing.fresh();
  const [name, command] = drawing.random.pick([
    ["renamed", "rename-tab"],
    ["duplicated", "duplicate-tab"],
    ["dragged", "move-tab"],
  ] as const);
  const input = command === "move-tab" ? { to: 0 } : { title: `Tab ${number}` };
  return { text: `google: the tab ${name}`, act: () => void drawing.places.google(command, input) };
};

const protect: Gesture = (drawing) => {
  const protectedRangeId = drawing.fresh();
  return {
    text: "google: the tab protected, but not from us",
    act: () => void drawing.places.google("protect", { protectedRangeId }),
  };
};

/** What people do in the sheet alone, with how often it is drawn. */
export const IN_SHEET: readonly (readonly [Gesture, number])[] = [
  [sort, 5],
  [sortPart, 3],
  [sortWithoutIds, 1],
  [drag, 3],
  [insertRows, 2],
  [moveColumn, 2],
  [insertColumn, 1],
  [copyRow, 3],
  [pasteOver, 1],
  [cutPaste, 2],
  [renameHeader, 2],
  [clearTab, 1],
  [mergeCells, 1],
  [showError, 1],
  [tab, 2],
  [protect, 1],
];
