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

/** Puts back what has changed since, where it still shows what it showed right after: what undoing does. */
export function restoreCells(places: Places, before: Raw): () => void {
  const after = rawCells(places);
  return () =>
    places.watch("google", () => {
      const now = rawCells(places);
      const header = places.lines()[0] ?? [];
      for (const [code, cells] of before) {
        const row = places.sheetRow(code);
        if (row === null) continue;
        for (const [at, name] of header.entries()) {
          const [was, became] = [cells.get(name), after.get(code)?.get(name)];
          if (was === undefined || was === became || now.get(code)?.get(name) !== became) continue;
          places.typeInSheet(row, at, was);
        }
      }
    });
}
