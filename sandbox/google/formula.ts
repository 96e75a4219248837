import { type ExtendedValue, errorValue } from "./cell-value";
import { FormulaError, NOT_EVALUATED, type Scalar } from "./formula-error";
import { aggregate, arithmetic, compare, rounded, squareRoot } from "./formula-functions";
import { withoutNames } from "./formula-names";
import { type Expression, parseFormula } from "./formula-parse";
import { shown } from "./formula-result";
import { arrayOf, type Grid, shapeOf } from "./formula-shape";
import { placeOf, spanOf } from "./formula-span";
import { Spills } from "./formula-spill";
import { type Book, cellAt, type Tab } from "./grid";
import { localeRules } from "./locale";
import { general } from "./number-format";

/** Values of one state of a book. Formulas are computed when first asked for, each once. */
export class Calculator {
  private readonly known = new Map<string, ExtendedValue>();
  private readonly open = new Set<string>();
  private readonly spills = new Map<Tab, Spills>();
  /** Which element of arrays is being computed, inside an array formula. */
  private element: { readonly row: number; readonly column: number } | undefined;

  constructor(private readonly book: Book) {}

  /** What the cell shows: its own value, or its formula's result, or an error value; nothing when empty. */
  effective(tab: Tab, row: number, column: number): ExtendedValue | undefined {
    const cell = cellAt(tab, row, column);
    if (cell?.pinnedError !== undefined) return { errorValue: cell.pinnedError };
    const value = cell?.userEnteredValue;
    if (value === undefined) return this.spillsOn(tab).at(row, column);
    if (value.formulaValue === undefined) return value;
    const key = `${tab.sheetId}/${row}/${column}`;
    const before = this.known.get(key);
    if (before !== undefined) return before;
    if (this.open.has(key)) return errorValue("REF", "Circular dependency detected.");
    this.open.add(key);
    const result = this.outside(() => this.compute(value.formulaValue ?? "", { tab, row, column }));
    this.open.delete(key);
    this.known.set(key, result);
    return result;
  }

  /** How far down a tab shows anything, spilled values included. */
  height(tab: Tab): number {
    return Math.max(tab.rows.length, this.spillsOn(tab).height);
  }

  /** How far to the right a row shows anything. */
  width(tab: Tab, row: number): number {
    return Math.max(tab.rows[row]?.cells.length ?? 0, this.spillsOn(tab).width(row));
  }

  private spillsOn(tab: Tab): Spills {
    const before = this.spills.get(tab);
    if (before !== undefined) return before;
    const made = new Spills(tab, (formula) => this.outside(() => this.spilled(formula, tab)));
    this.spills.set(tab, made);
    return made;
  }

  /** Another cell's formula knows nothing of the array that asked for it. */
  private outside<T>(work: () => T): T {
    const { element } = this;
    this.element = undefined;
    try {
      return work();
    } finally {
      this.element = element;
    }
  }

  private parsed(formula: string): Expression | undefined {
    const tree = parseFormula(formula.slice(1), localeRules(this.book.locale).decimal);
    return tree === undefined ? undefined : withoutNames(this.book, tree);
  }

  /** The values of an array formula; nothing for any other. */
  private spilled(formula: string, tab: Tab): ExtendedValue[][] | undefined {
    const tree = this.parsed(formula);
    const array = tree === undefined ? undefined : arrayOf(tree);
    if (array === undefined) return undefined;
    return this.grid(array, tab).map((line) => line.map((one) => shown(() => one())));
  }

  private compute(formula: string, at: { tab: Tab; row: number; column: number }): ExtendedValue {
    const tree = this.parsed(formula);
    if (tree === undefined) return errorValue("ERROR", "Formula parse error.");
    if (arrayOf(tree) === undefined) return shown(() => this.scalar(tree, at.tab));
    return (
      this.spillsOn(at.tab).anchor(at.row, at.column) ?? errorValue("REF", "Circular dependency detected.")
    );
  }

  /** Every element of an expression over arrays, each to be computed by itself: one may be an error. */
  private grid(node: Expression, tab: Tab): (() => Scalar)[][] {
    const shape = shapeOf(node, (text) => {
      const range = placeOf(this.book, text, tab);
      return spanOf(range.cells, range.tab);
    });
    return Array.from({ length: shape.rows }, (_, row) =>
      Array.from({ length: shape.columns }, (__, column) => () => {
        const before = this.element;
        this.element = { row, column };
        try {
          return this.scalar(node, tab);
        } finally {
          this.element = before;
        }
      }),
    );
  }

  private scalar(node: Expression, tab: Tab): Scalar {
    switch (node.kind) {
      case "number":
      case "text":
      case "truth":
        return node.value;
      case "range":
        return this.one(this.cells(node.text, tab));
      case "array":
        return this.one(node.rows.map((line) => line.map((one) => () => this.scalar(one, tab))));
      case "lost":
        throw new FormulaError("REF", "Reference does not exist.");
      case "unary": {
        const operand = this.number(node.operand, tab);
        return node.operator === "-" ? -operand : node.operator === "%" ? operand / 100 : operand;
      }
      case "binary":
        return this.binary(node, tab);
      case "call":
        return this.call(node.name, node.operands, tab);
    }
  }

  /** The one value of a range or literal: its only one, or the element in turn, a single line being repeated. */
  private one(grid: Grid): Scalar {
    const at = this.element;
    if (at === undefined) {
      if (grid.length !== 1 || grid[0]?.length !== 1)
        throw new FormulaError("VALUE", `${NOT_EVALUATED} a range as one value.`);
      return grid[0][0]?.();
    }
    const line = grid[grid.length === 1 ? 0 : at.row];
    const value = line?.[line.length === 1 ? 0 : at.column];
    if (value === undefined)
      throw new FormulaError("N_A", "Argument out of range: the arrays are of different sizes.");
    return value();
  }

  private binary(node: Extract<Expression, { kind: "binary" }>, tab: Tab): Scalar {
    if (node.operator === "&") return this.text(node.left, tab) + this.text(node.right, tab);
    if (["=", "<>", "<", ">", "<=", ">="].includes(node.operator))
      return compare(this.scalar(node.left, tab), this.scalar(node.right, tab), node.operator);
    return arithmetic(node.operator, this.number(node.left, tab), this.number(node.right, tab));
  }

  private call(name: string, operands: readonly Expression[], tab: Tab): Scalar {
    const [first, second, third] = operands;
    const need = (operand: Expression | undefined): Expression => {
      if (operand === undefined) throw new FormulaError("N_A", `Wrong number of arguments to ${name}.`);
      return operand;
    };
    if (name.startsWith("name "))
      throw new FormulaError("NAME", `Unknown range name: '${name.slice("name ".length)}'.`);
    switch (name) {
      case "IF":
        if (this.truth(need(first), tab)) return this.scalar(need(second), tab);
        return third === undefined ? false : this.scalar(third, tab);
      case "IFERROR":
        try {
          return this.scalar(need(first), tab);
        } catch (error) {
          if (!(error instanceof FormulaError) || error.message.startsWith(NOT_EVALUATED)) throw error;
          return second === undefined ? "" : this.scalar(second, tab);
        }
      case "ARRAYFORMULA":
        return this.scalar(need(first), tab);
      case "NA":
        throw new FormulaError("N_A", "Value not available.");
      case "CONCAT":
      case "CONCATENATE":
        return operands.map((one) => this.text(one, tab)).join("");
      case "LEN":
        return this.text(need(first), tab).length;
      case "UPPER":
        return this.text(need(first), tab).toUpperCase();
      case "LOWER":
        return this.text(need(first), tab).toLowerCase();
      case "ABS":
        return Math.abs(this.number(need(first), tab));
      case "SQRT":
        return squareRoot(this.number(need(first), tab));
      case "ROUND":
        return rounded(this.number(need(first), tab), second === undefined ? 0 : this.number(second, tab));
      default:
        return aggregate(name, () => operands.flatMap((one) => this.many(one, tab)));
    }
  }

  private many(node: Expression, tab: Tab): Scalar[] {
    const array = arrayOf(node);
    if (node.kind !== "range" && array === undefined && this.element === undefined)
      return [this.scalar(node, tab)];
    return this.outside(() =>
      this.grid(array ?? node, tab).flatMap((line) => line.map((one) => one())),
    ).filter((one) => one !== undefined);
  }

  private cells(text: string, home: Tab): Grid {
    const { tab, cells } = placeOf(this.book, text, home);
    const span = spanOf(cells, tab);
    return Array.from({ length: span.endRow - span.startRow }, (_, row) =>
      Array.from({ length: span.endColumn - span.startColumn }, (__, column) => () => {
        const value = this.effective(tab, span.startRow + row, span.startColumn + column);
        if (value?.errorValue !== undefined)
          throw new FormulaError(value.errorValue.type, value.errorValue.message);
        return value?.numberValue ?? value?.stringValue ?? value?.boolValue;
      }),
    );
  }

  private number(node: Expression, tab: Tab): number {
    const value = this.scalar(node, tab);
    if (value === undefined || value === "") return 0;
    const number = Number(value);
    if (Number.isNaN(number))
      throw new FormulaError("VALUE", "Function parameter expects number values, but got a text.");
    return number;
  }

  private text(node: Expression, tab: Tab): string {
    const value = this.scalar(node, tab);
    const rules = localeRules(this.book.locale);
    if (typeof value === "number") return general(value, rules);
    if (typeof value === "boolean") return value ? rules.yes : rules.no;
    return value ?? "";
  }

  private truth(node: Expression, tab: Tab): boolean {
    const value = this.scalar(node, tab);
    if (typeof value === "string") throw new FormulaError("VALUE", "Function IF expects boolean values.");
    return Boolean(value);
  }
}
