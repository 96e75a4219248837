import { columnIndex } from "./a1";
import { type ErrorType, type ExtendedValue, errorValue } from "./cell-value";
import { type Expression, parseFormula } from "./formula-parse";
import { type Book, cellAt, type Tab } from "./grid";
import { localeRules } from "./locale";
import { general } from "./number-format";

type Scalar = number | string | boolean | undefined;

class FormulaError extends Error {
  constructor(
    readonly type: ErrorType,
    message: string,
  ) {
    super(message);
  }
}

const NOT_EVALUATED = "The sandbox does not evaluate";

/** Values of one state of a book. Formulas are computed when first asked for, each once. */
export class Calculator {
  private readonly known = new Map<string, ExtendedValue>();
  private readonly open = new Set<string>();

  constructor(private readonly book: Book) {}

  /** What the cell shows: its own value, or its formula's result, or an error value; nothing when empty. */
  effective(tab: Tab, row: number, column: number): ExtendedValue | undefined {
    const value = cellAt(tab, row, column)?.userEnteredValue;
    if (value?.formulaValue === undefined) return value;
    const key = `${tab.sheetId}/${row}/${column}`;
    const before = this.known.get(key);
    if (before !== undefined) return before;
    if (this.open.has(key)) return errorValue("REF", "Circular dependency detected.");
    this.open.add(key);
    const result = this.compute(value.formulaValue, tab);
    this.open.delete(key);
    this.known.set(key, result);
    return result;
  }

  private compute(formula: string, tab: Tab): ExtendedValue {
    const tree = parseFormula(formula.slice(1), localeRules(this.book.locale).decimal);
    if (tree === undefined) return errorValue("ERROR", "Formula parse error.");
    try {
      const result = this.scalar(tree, tab);
      if (typeof result === "string") return { stringValue: result };
      if (typeof result === "boolean") return { boolValue: result };
      return { numberValue: result ?? 0 };
    } catch (error) {
      if (error instanceof FormulaError) return errorValue(error.type, error.message);
      if (error instanceof RangeError) return errorValue("ERROR", `${NOT_EVALUATED} formulas this deep.`);
      throw error;
    }
  }

  private scalar(node: Expression, tab: Tab): Scalar {
    switch (node.kind) {
      case "number":
      case "text":
      case "truth":
        return node.value;
      case "range": {
        const cells = this.cells(node.text, tab);
        if (cells.length !== 1) throw new FormulaError("VALUE", `${NOT_EVALUATED} a range as one value.`);
        return cells[0];
      }
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

  private binary(node: Extract<Expression, { kind: "binary" }>, tab: Tab): Scalar {
    if (node.operator === "&") return this.text(node.left, tab) + this.text(node.right, tab);
    if (["=", "<>", "<", ">", "<=", ">="].includes(node.operator))
      return compare(this.scalar(node.left, tab), this.scalar(node.right, tab), node.operator);
    const [left, right] = [this.number(node.left, tab), this.number(node.right, tab)];
    switch (node.operator) {
      case "+":
        return left + right;
      case "-":
        return left - right;
      case "*":
        return left * right;
      case "^":
        return left ** right;
      default:
        if (right === 0)
          throw new FormulaError("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.");
        return left / right;
    }
  }

  private call(name: string, operands: readonly Expression[], tab: Tab): Scalar {
    const [first, second, third] = operands;
    const need = (operand: Expression | undefined): Expression => {
      if (operand === undefined) throw new FormulaError("N_A", `Wrong number of arguments to ${name}.`);
      return operand;
    };
    if (name === "IF") {
      if (this.truth(need(first), tab)) return this.scalar(need(second), tab);
      return third === undefined ? false : this.scalar(third, tab);
    }
    if (name === "IFERROR") {
      try {
        return this.scalar(need(first), tab);
      } catch (error) {
        if (!(error instanceof FormulaError) || error.message.startsWith(NOT_EVALUATED)) throw error;
        return second === undefined ? "" : this.scalar(second, tab);
      }
    }
    if (name === "CONCAT" || name === "CONCATENATE")
      return operands.map((one) => this.text(one, tab)).join("");
    if (name === "LEN") return this.text(need(first), tab).length;
    if (name === "UPPER") return this.text(need(first), tab).toUpperCase();
    if (name === "LOWER") return this.text(need(first), tab).toLowerCase();
    if (name === "ABS") return Math.abs(this.number(need(first), tab));
    if (name === "ROUND") {
      const scale = 10 ** (second === undefined ? 0 : this.number(second, tab));
      const value = this.number(need(first), tab);
      return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
    }
    return aggregate(name, () => operands.flatMap((one) => this.many(one, tab)));
  }

  private many(node: Expression, tab: Tab): Scalar[] {
    return node.kind === "range"
      ? this.cells(node.text, tab).filter((one) => one !== undefined)
      : [this.scalar(node, tab)];
  }

  private cells(text: string, home: Tab): Scalar[] {
    const bang = text.lastIndexOf("!");
    const title = text
      .slice(0, Math.max(bang, 0))
      .replace(/^'(.*)'$/s, "$1")
      .replaceAll("''", "'");
    const tab = bang < 0 ? home : this.book.tabs.find((one) => one.title === title);
    if (tab === undefined) throw new FormulaError("REF", `Unresolved sheet name '${title}'.`);
    const span = spanOf(text.slice(bang + 1), tab);
    const found: Scalar[] = [];
    for (let row = span.startRow; row < span.endRow; row++)
      for (let column = span.startColumn; column < span.endColumn; column++) {
        const value = this.effective(tab, row, column);
        if (value?.errorValue !== undefined)
          throw new FormulaError(value.errorValue.type, value.errorValue.message);
        found.push(value?.numberValue ?? value?.stringValue ?? value?.boolValue);
      }
    return found;
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

function compare(left: Scalar, right: Scalar, operator: string): boolean {
  const [a, b] = [comparable(left, right), comparable(right, left)];
  const rank = (one: string | number | boolean): number =>
    typeof one === "number" ? 0 : typeof one === "string" ? 1 : 2;
  const order = rank(a) !== rank(b) ? rank(a) - rank(b) : a < b ? -1 : a > b ? 1 : 0;
  if (operator === "=") return order === 0;
  if (operator === "<>") return order !== 0;
  if (operator === "<") return order < 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order >= 0;
}

function comparable(value: Scalar, other: Scalar): string | number | boolean {
  if (value === undefined) return typeof other === "string" ? "" : typeof other === "boolean" ? false : 0;
  return typeof value === "string" ? value.toLowerCase() : value;
}

function aggregate(name: string, values: () => Scalar[]): Scalar {
  const numbers = (): number[] => values().filter((one): one is number => typeof one === "number");
  switch (name) {
    case "SUM":
      return numbers().reduce((sum, one) => sum + one, 0);
    case "MIN":
      return numbers().reduce((least, one) => Math.min(least, one), numbers()[0] ?? 0);
    case "MAX":
      return numbers().reduce((most, one) => Math.max(most, one), numbers()[0] ?? 0);
    case "COUNT":
      return numbers().length;
    case "COUNTA":
      return values().length;
    case "AVERAGE": {
      const all = numbers();
      if (all.length === 0)
        throw new FormulaError(
          "DIVIDE_BY_ZERO",
          "Evaluation of function AVERAGE caused a divide by zero error.",
        );
      return all.reduce((sum, one) => sum + one, 0) / all.length;
    }
    default:
      throw new FormulaError("ERROR", `${NOT_EVALUATED} ${name}.`);
  }
}

function spanOf(text: string, tab: Tab) {
  const corner = (part: string) => /^([A-Za-z]*)(\d*)$/.exec(part.replaceAll("$", ""));
  const [from = "", to = from] = text.split(":");
  const [a, b] = [corner(from), corner(to)];
  const rows = [a?.[2], b?.[2]].map((part) => (part ? Number(part) - 1 : undefined));
  const columns = [a?.[1], b?.[1]].map((part) => (part ? columnIndex(part) : undefined));
  const span = {
    startRow: rows[0] ?? 0,
    // Below the last row with content there is nothing to read.
    endRow: rows[1] === undefined ? tab.rows.length : rows[1] + 1,
    startColumn: columns[0] ?? 0,
    endColumn: columns[1] === undefined ? tab.columnCount : columns[1] + 1,
  };
  if (Math.max(span.endRow, span.startRow + 1) > tab.rowCount || span.endColumn > tab.columnCount)
    throw new FormulaError("REF", "Reference does not exist.");
  return span;
}
