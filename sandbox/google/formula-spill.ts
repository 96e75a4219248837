import { type ExtendedValue, errorValue } from "./cell-value";
import { FormulaError } from "./formula-error";
import { holdsFormula } from "./formula-move";
import { cellAt, columnName, type Tab } from "./grid";

type Values = readonly (readonly ExtendedValue[])[];

/**
 * What the array formulas of one tab show, and where. Each is computed when first asked for; whoever asks for an empty
 * cell waits for all, since any of them may fill it. One that is being computed fills nothing yet.
 */
export class Spills {
  private readonly pending: Map<string, { row: number; column: number; formula: string }>;
  private readonly values = new Map<string, ExtendedValue>();
  private readonly anchors = new Map<string, ExtendedValue>();
  private readonly widths = new Map<number, number>();
  private lowest = 0;

  constructor(
    private readonly tab: Tab,
    private readonly evaluate: (formula: string) => Values | undefined,
  ) {
    this.pending = arrayFormulas(tab);
  }

  /** The value that an empty cell got from a formula elsewhere. */
  at(row: number, column: number): ExtendedValue | undefined {
    this.settleAll();
    return this.values.get(`${row}/${column}`);
  }

  /** What the array formula in this cell shows itself. */
  anchor(row: number, column: number): ExtendedValue | undefined {
    this.settle(`${row}/${column}`);
    return this.anchors.get(`${row}/${column}`);
  }

  get height(): number {
    this.settleAll();
    return this.lowest;
  }

  width(row: number): number {
    this.settleAll();
    return this.widths.get(row) ?? 0;
  }

  private settleAll(): void {
    for (const key of [...this.pending.keys()]) this.settle(key);
  }

  private settle(key: string): void {
    const one = this.pending.get(key);
    if (one === undefined) return;
    this.pending.delete(key);
    const values = this.spreadOf(one.formula);
    if (values !== undefined) this.spread(one, values);
  }

  private spreadOf(formula: string): Values | undefined {
    try {
      return this.evaluate(formula);
    } catch (error) {
      if (error instanceof FormulaError) return [[errorValue(error.type, error.message)]];
      throw error;
    }
  }

  /** Spreads a result from its formula's cell; one that has no room shows an error there and nothing elsewhere. */
  private spread(at: { row: number; column: number }, values: Values): void {
    const refused = this.refusal(at, values);
    const first = refused ?? values[0]?.[0];
    if (first !== undefined) this.anchors.set(`${at.row}/${at.column}`, first);
    if (refused !== undefined) return;
    for (const [step, line] of values.entries())
      for (const [index, value] of line.entries()) {
        if (step === 0 && index === 0) continue;
        const [row, column] = [at.row + step, at.column + index];
        this.values.set(`${row}/${column}`, value);
        this.lowest = Math.max(this.lowest, row + 1);
        this.widths.set(row, Math.max(this.widths.get(row) ?? 0, column + 1));
      }
  }

  private refusal(at: { row: number; column: number }, values: Values): ExtendedValue | undefined {
    const { tab } = this;
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
        if (cellAt(tab, row, column)?.userEnteredValue !== undefined || this.values.has(`${row}/${column}`))
          return errorValue(
            "REF",
            `Array result was not expanded because it would overwrite data in ${columnName(column)}${row + 1}.`,
          );
      }
    return undefined;
  }
}

/** The cells whose formulas may fill others, from the top left on. */
function arrayFormulas(tab: Tab): Map<string, { row: number; column: number; formula: string }> {
  const found = new Map<string, { row: number; column: number; formula: string }>();
  for (const [row, line] of tab.rows.entries()) {
    if (line === undefined || !holdsFormula(line)) continue;
    for (const [column, cell] of line.cells.entries()) {
      const formula = cell?.userEnteredValue?.formulaValue;
      if (formula !== undefined && /\{|ARRAYFORMULA/i.test(formula))
        found.set(`${row}/${column}`, { row, column, formula });
    }
  }
  return found;
}
