import type { ErrorType } from "./cell-value";

/** A value inside a formula; nothing stands for an empty cell. */
export type Scalar = number | string | boolean | undefined;

/** What a formula shows instead of a value. */
export class FormulaError extends Error {
  constructor(
    readonly type: ErrorType,
    message: string,
  ) {
    super(message);
  }
}

/** How the message begins where the live service would have a value and the sandbox makes none up. */
export const NOT_EVALUATED = "The sandbox does not evaluate";
