import { type ExtendedValue, errorValue } from "./cell-value";
import { FormulaError } from "./formula-error";
import { holdsFormula } from "./formula-move";
import { cellAt, columnName, type Tab } from "./grid";

/** What the array formulas of one tab show, and where. */
export class Spills {
  private readonly values = new Map<string, ExtendedValue>();
  private readonly anchors = new Map<string, ExtendedValue>();
  private readonly widths = new Map<number, number>();
  height = 0;

  /** The value that an empty cell got from a formula elsewhere. */
  at(row: number, column: number): ExtendedValue | undefined {
    return this.values.get(`${row}/${column}`);
  }

  /** What the array formula in this cell shows itself. */
  anchor(row: number, column: number): ExtendedValue | undefined {
    return this.anchors.get(`${row}/${column}`);
  }

  width(row: number): number {
    return this.widths.get(row) ?? 0;
  }

  /** Spreads a result from its formula's cell; one that has no room shows an error there and nothing elsewhere. */
  spread(tab: Tab, at: { row: number; column: number }, values: readonly (readonly ExtendedValue[])[]): void {
    const refused = this.refusal(tab, at, values);
    const first = refused ?? values[0]?.[0];
    if (first !== undefined) this.anchors.set(`${at.row}/${at.column}`, first);
    if (refused !== undefined) return;
    for (const [step, line] of values.entries())
      for (const [index, value] of line.entries()) {
        if (step === 0 && index === 0) continue;
        const [row, column] = [at.row + step, at.column + index];
        this.values.set(`${row}/${column}`, value);
        this.height = Math.max(this.height, row + 1);
        this.widths.set(row, Math.max(this.width(row), column + 1));
      }
  }

  private refusal(
    tab: Tab,
    at: { row: number; column: number },
    values: readonly (readonly ExtendedValue[])[],
  ): ExtendedValue | undefined {
    const missing = { rows: at.row + values.length - tab.rowCount, columns: 0 };
    missing.columns = at.column + (values[0]?.length ?? 0) - tab.columnCount;
    if (missing.rows > 0 || missing.columns > 0) {
      const [word, count] = missing.rows > 0 ? ["rows", missing.rows] : ["columns", missing.columns];
      return errorValue(
        "REF",
        `Result was not automatically expanded, please insert more ${word} (${count}).`,
      );
    }
    for (const [step, line] of values.entries())
      for (const [index] of line.entries()) {
        if (step === 0 && index === 0) continue;
        const [row, column] = [at.row + step, at.column + index];
        if (cellAt(tab, row, column)?.userEnteredValue !== undefined || this.at(row, column) !== undefined)
          return errorValue(
            "REF",
            `Array result was not expanded because it would overwrite data in ${columnName(column)}${row + 1}.`,
          );
      }
    return undefined;
  }
}

/**
 * Computes every array formula of a tab, from the top left on. `keep` gets the result before it is filled, so that a
 * formula that reads cells which another one fills finds those of the formulas before it.
 */
export function spillsOf(
  tab: Tab,
  keep: (spills: Spills) => void,
  values: (formula: string) => readonly (readonly ExtendedValue[])[] | undefined,
): Spills {
  const spills = new Spills();
  keep(spills);
  for (const [row, line] of tab.rows.entries()) {
    if (line === undefined || !holdsFormula(line)) continue;
    for (const [column, cell] of line.cells.entries()) {
      const formula = cell?.userEnteredValue?.formulaValue;
      if (formula === undefined || !/\{|ARRAYFORMULA/i.test(formula)) continue;
      const spread = spreadOf(formula, values);
      if (spread !== undefined) spills.spread(tab, { row, column }, spread);
    }
  }
  return spills;
}

function spreadOf(
  formula: string,
  values: (formula: string) => readonly (readonly ExtendedValue[])[] | undefined,
): readonly (readonly ExtendedValue[])[] | undefined {
  try {
    return values(formula);
  } catch (error) {
    if (error instanceof FormulaError) return [[errorValue(error.type, error.message)]];
    throw error;
  }
}
