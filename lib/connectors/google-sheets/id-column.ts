import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { COLUMN_KEY, ROWS_KEY } from "./grid-read";
import { HEADER_ROW, idColumnOf } from "./header";
import { hasRowIds, ID_HEADER } from "./row-id";
import type { RowContext } from "./row-read";

type Request = sheets_v4.Schema$Request;

/** Google keeps 30,000 characters of metadata for a tab, keys included; columns beyond it are known by their headers. */
const MARK_CHARACTERS = 20_000;

const column = (sheetId: number, index: number) => ({
  sheetId,
  dimension: "COLUMNS",
  startIndex: index,
  endIndex: index + 1,
});

const metadata = (
  sheetId: number,
  index: number,
  [metadataKey, metadataValue]: readonly [string, string?],
) => ({
  createDeveloperMetadata: {
    developerMetadata: {
      metadataKey,
      ...(metadataValue !== undefined && { metadataValue }),
      location: { dimensionRange: column(sheetId, index) },
      // Seen by whatever project connects next; with PROJECT it would mark the column again.
      visibility: "DOCUMENT",
    },
  },
});

export interface MarkDue {
  readonly index: number;
  readonly field: string;
}

/** Mapped columns that bear no mark yet, where the side's customer has agreed to marks. */
export function marksDue({ config, placed, grid }: RowContext): readonly MarkDue[] {
  if (!hasRowIds(config.address)) return [];
  let characters = [...grid.marks.values()].reduce((sum, field) => sum + sizeOf(field), 0);
  return config.mapped.flatMap(({ field, sideField }) => {
    const at = placed.get(field.id);
    if (!at?.ok || grid.marks.has(at.index)) return [];
    characters += sizeOf(sideField);
    return characters > MARK_CHARACTERS ? [] : [{ index: at.index, field: sideField }];
  });
}

const sizeOf = (field: string): number => COLUMN_KEY.length + field.length;

/** How the column of row ids stands, and comes to stand, in a batch. */
export interface IdColumn {
  /** Where it stands once the batch is applied. */
  readonly index: number;
  /** A new column that moves those at and behind it to the right. */
  readonly isNew: boolean;
  /** To be sent after everything that goes by the columns as they were read. */
  readonly requests: readonly Request[];
}

/**
 * Makes the column of row ids the first of the table where there is none, hidden and with a warning for whoever edits it
 * (not closed: a closed column would keep people from sorting and deleting rows), and marks the mapped columns.
 */
export function idColumnFor(context: RowContext): IdColumn | null {
  const { config, placed, grid } = context;
  if (!hasRowIds(config.address)) return null;
  const { sheetId } = grid.tab;
  const found = idColumnOf(grid);
  const mapped = [...placed.values()].flatMap((at) => (at.ok ? [at.index] : []));
  const index = found ?? Math.min(...mapped);
  const isNew = found === null;
  const marks = marksDue(context).map(({ index: at, field }) =>
    metadata(sheetId, isNew && at >= index ? at + 1 : at, [COLUMN_KEY, field]),
  );
  const isMarked = !isNew && grid.idColumns.length > 0;
  return {
    index,
    isNew,
    requests: [
      ...(isNew ? newColumn(sheetId, index) : []),
      ...(isMarked ? [] : [metadata(sheetId, index, [ROWS_KEY])]),
      ...marks,
    ],
  };
}

function newColumn(sheetId: number, index: number): Request[] {
  const range = column(sheetId, index);
  const { startIndex: startColumnIndex, endIndex: endColumnIndex } = range;
  return [
    { insertDimension: { range, inheritFromBefore: false } },
    idCells(sheetId, index, [[HEADER_ROW, ID_HEADER]]),
    { updateDimensionProperties: { range, properties: { hiddenByUser: true }, fields: "hiddenByUser" } },
    {
      addProtectedRange: {
        protectedRange: {
          range: { sheetId, startColumnIndex, endColumnIndex },
          description: "ChittySync finds rows by these ids when they are sorted, moved or renamed.",
          warningOnly: true,
        },
      },
    },
  ].flat();
}

/** Id cells to write; neighbours go together. */
export function idCells(
  sheetId: number,
  columnIndex: number,
  cells: readonly (readonly [row: number, text: string])[],
): Request[] {
  const blocks: { rowIndex: number; rows: { values: sheets_v4.Schema$CellData[] }[] }[] = [];
  for (const [row, text] of [...cells].sort(([a], [b]) => a - b)) {
    const values = [text === "" ? {} : { userEnteredValue: { stringValue: text } }];
    const last = blocks.at(-1);
    if (last && last.rowIndex + last.rows.length === row) last.rows.push({ values });
    else blocks.push({ rowIndex: row, rows: [{ values }] });
  }
  return blocks.map(({ rowIndex, rows }) => ({
    updateCells: { start: { sheetId, rowIndex, columnIndex }, fields: "userEnteredValue", rows },
  }));
}
