import { type ExtendedValue, errorValue } from "./cell-value";
import { FormulaError, NOT_EVALUATED, type Scalar } from "./formula-error";

/** What a cell shows of a formula: its value, 0 for that of an empty cell, or the error it came to. */
export function shown(evaluate: () => Scalar): ExtendedValue {
  try {
    const result = evaluate();
    if (typeof result === "string") return { stringValue: result };
    if (typeof result === "boolean") return { boolValue: result };
    return { numberValue: result ?? 0 };
  } catch (error) {
    if (error instanceof FormulaError) return errorValue(error.type, error.message);
    if (error instanceof RangeError) return errorValue("ERROR", `${NOT_EVALUATED} formulas this deep.`);
    throw error;
  }
}
