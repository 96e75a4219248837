import { COLUMNS } from "../companies";
import type { Places } from "./places";

type Raw = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What the sheet's cells show, by company and header, the ids' column included. */
export function rawCells(places: Places): Raw {
  const lines = places.lines();
  const header = lines[0] ?? [];
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const { row, cells } of places.sheetRows()) {
    const line = lines[row] ?? [];
    if (cells.Code === "" || found.has(cells.Code)) continue;
    found.set(cells.Code, new Map(header.map((name, at) => [name, line[at] ?? ""])));
  }
  return found;
}

/**
 * Puts back what has changed since, where it still shows what it showed right after: what undoing does. A row that was given
 * another key meanwhile is known by its other cells, and what is put back there counts for both keys.
 */
export function restoreCells(places: Places, before: Raw): () => void {
  const after = rawCells(places);
  return () =>
    places.watch("google", () => {
      const header = places.lines()[0] ?? [];
      for (const [code, cells] of before) {
        const [own, left] = [places.sheetRow(code), after.get(code)];
        const row = own ?? (left ? rowShowing(places, left) : null);
        if (row === null) continue;
        for (const [at, name] of header.entries()) {
          const [was, became] = [cells.get(name), left?.get(name)];
          const shown = places.lines()[row]?.[at] ?? "";
          if (was === undefined || became === undefined || was === became || shown !== became) continue;
          places.typeInSheet(row, at, was);
          const column = COLUMNS.find((one) => places.sheetColumn(one) === at);
          if (own === null && column) places.log.edit("google", code, { column, from: became, value: was });
        }
      }
    });
}

function rowShowing(places: Places, cells: ReadonlyMap<string, string>): number | null {
  const lines = places.lines();
  const row = lines.findIndex((line, at) => {
    const others = [...(lines[0] ?? []).entries()].filter(([, name]) => name !== "Code");
    return at > 0 && others.every(([column, name]) => (line[column] ?? "") === (cells.get(name) ?? ""));
  });
  return row < 0 ? null : row;
}
