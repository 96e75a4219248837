import { COLUMNS, type Column, type Company } from "../companies";

export type Side = "notion" | "postgres" | "google";

/** What somebody did to a row, as his side showed it afterwards. */
export type Deed = { readonly side: Side; readonly code: string; readonly inRun: boolean } & (
  | { readonly kind: "edit"; readonly column: Column; readonly from: string; readonly value: string }
  | { readonly kind: "put"; readonly cells: Company }
  | { readonly kind: "gone"; readonly cells: Company }
);

/** Everything that people did since all sides were last equal, told by what their sides showed before and after. */
export class Log {
  readonly deeds: Deed[] = [];
  /** Whether a run is under way. */
  inRun = false;

  edit(side: Side, code: string, cell: { column: Column; from: string; value: string }): void {
    if (cell.from !== cell.value) this.deeds.push({ kind: "edit", side, code, inRun: this.inRun, ...cell });
  }

  put(side: Side, cells: Company): void {
    this.deeds.push({ kind: "put", side, code: cells.Code, inRun: this.inRun, cells });
  }

  gone(side: Side, cells: Company): void {
    this.deeds.push({ kind: "gone", side, code: cells.Code, inRun: this.inRun, cells });
  }

  compare(side: Side, before: readonly Company[], after: readonly Company[]): void {
    const was = byCode(before);
    const is = byCode(after);
    for (const [code, cells] of was) {
      const now = is.get(code);
      if (now === undefined) this.gone(side, cells);
      else
        for (const column of COLUMNS)
          this.edit(side, code, { column, from: cells[column], value: now[column] });
    }
    for (const [code, cells] of is) if (!was.has(code)) this.put(side, cells);
  }
}

/** The first row of each key; rows without one are nobody's. */
function byCode(rows: readonly Company[]): ReadonlyMap<string, Company> {
  const found = new Map<string, Company>();
  for (const row of rows) if (row.Code !== "" && !found.has(row.Code)) found.set(row.Code, row);
  return found;
}
