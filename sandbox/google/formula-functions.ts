import { FormulaError, NOT_EVALUATED, type Scalar } from "./formula-error";

/** A comparison as the product orders values: numbers before texts before truths; an empty cell is like the other. */
export function compare(left: Scalar, right: Scalar, operator: string): boolean {
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

/** A function of all values at once. An error for a name that is none of those known here. */
export function aggregate(name: string, values: () => Scalar[]): Scalar {
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

export function rounded(value: number, places: number): number {
  const scale = 10 ** places;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
}

export function squareRoot(value: number): number {
  if (value < 0)
    throw new FormulaError(
      "NUM",
      "Function SQRT parameter 1 value is negative. It should be positive or zero.",
    );
  return Math.sqrt(value);
}

/** What an operator makes of two numbers. */
export function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
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
