import type { JsonObject } from "./cell-value";
import type { Rect } from "./rect";

export interface TableColumn {
  readonly columnName: string;
  readonly columnType?: string;
  readonly dataValidationRule?: JsonObject;
}

/** A table: its first row holds the column names. One entry in `columns` for each column of its rectangle. */
export interface Table {
  readonly tableId: string;
  readonly name: string;
  readonly rect: Rect;
  readonly columns: readonly TableColumn[];
  readonly rowsProperties?: JsonObject;
}

/** The table after lines moved; nothing when they are gone. Its columns follow theirs, new ones get a name. */
export function movedTable(table: Table, move: (rect: Rect) => Rect | undefined): Table | undefined {
  const rect = move(table.rect);
  if (rect === undefined) return undefined;
  const width = rect.endColumn - rect.startColumn;
  const columns: (TableColumn | undefined)[] = Array.from({ length: width }, () => undefined);
  for (const [index, column] of table.columns.entries()) {
    const startColumn = table.rect.startColumn + index;
    const to = move({ ...table.rect, startColumn, endColumn: startColumn + 1 });
    if (to !== undefined && to.startColumn < rect.endColumn)
      columns[to.startColumn - rect.startColumn] = column;
  }
  return { ...table, rect, columns: named(columns) };
}

/** Columns without a name are called by their place, as the product does. */
export function named(columns: readonly (TableColumn | undefined)[]): TableColumn[] {
  const taken = new Set(columns.flatMap((column) => column?.columnName ?? []));
  return columns.map((column, index) => {
    if (column !== undefined) return column;
    let number = index + 1;
    while (taken.has(`Column ${number}`)) number++;
    taken.add(`Column ${number}`);
    return { columnName: `Column ${number}` };
  });
}
