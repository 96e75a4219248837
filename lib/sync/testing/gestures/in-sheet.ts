import { COLUMNS } from "../companies";
import type { Drawing, Gesture } from "./draw";
import type { Places } from "./places";
import { lastRow, sheetWidth } from "./sheet-size";

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
    if (at >= 0) places.google("sort", { column: at, descending, endColumn: sheetWidth(places) });
  })(drawing);
};

const drag: Gesture = moving("rows dragged", (places, { random }) => {
  const end = lastRow(places);
  const row = random.between(1, end);
  const count = Math.min(random.between(1, 3), end + 1 - row);
  const to = random.between(1, end + 1);
  if (to <= row || to > row + count) places.google("move-row", { row, count, to });
});

const insertRows: Gesture = moving("empty rows inserted", (places, { random }) =>
  places.google("insert-row", {
    row: random.between(0, 1) + random.between(0, lastRow(places)) || 1,
    count: 2,
  }),
);

const moveColumn: Gesture = moving("a column dragged", (places, { random }) => {
  const [column, to] = [random.between(0, sheetWidth(places) - 1), random.between(0, sheetWidth(places))];
  if (to < column || to > column + 1) places.google("move-column", { column, to });
});

const insertColumn: Gesture = (drawing) => {
  const header = drawing.chance(0.5) ? `Notes ${drawing.fresh()}` : "";
  const { places } = drawing;
  return {
    text: `google: column ${header} inserted, later deleted`,
    act: () =>
      places.watch("google", () => {
        const column = drawing.random.between(0, sheetWidth(places));
        places.google("insert-column", { column, ...(header !== "" && { header }) });
      }),
    undo: () => {
      const column = (places.lines()[0] ?? []).indexOf(header);
      if (column >= 0) places.watch("google", () => places.google("delete-column", { column }));
    },
  };
};

const cutPaste: Gesture = (drawing) => {
  const code = drawing.row();
  return moving(`${code} cut and pasted below`, (places) => {
    const row = places.sheetRow(code);
    if (row === null) return;
    const part = { startRow: row, endRow: row + 1, startColumn: 0, endColumn: sheetWidth(places) };
    places.google("cut-paste", {
      ...part,
      toRow: lastRow(places) + drawing.random.between(1, 3),
      toColumn: 0,
    });
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

/** What people do in the sheet alone and may leave as it is, with how often it is drawn. */
export const IN_SHEET: readonly (readonly [Gesture, number])[] = [
  [sort, 5],
  [drag, 3],
  [insertRows, 2],
  [moveColumn, 2],
  [insertColumn, 1],
  [cutPaste, 2],
  [renameHeader, 2],
  [tab, 2],
  [protect, 1],
];
