/** What the formulas' thread and its owner agree on. Plain JavaScript, because the thread loads it as it is. */

/** One byte per item. *Unevaluable*: an error, or a result that is neither true nor false. *Exceeded*: its bounds. */
export const OUTCOME = Object.freeze({ open: 0, holds: 1, fails: 2, unevaluable: 3, exceeded: 4 });

/** Where the thread is while it is at no item. */
export const NO_ITEM = -1;

/**
 * @typedef {object} FormulaBatch Its items are rows times formulas, row by row.
 * @property {readonly string[]} expressions
 * @property {readonly string[]} rows JSON texts `{"row": {...}, "before": {...} | null}`
 * @property {SharedArrayBuffer} at One 32-bit number: the item under way
 * @property {SharedArrayBuffer} outcomes One byte per item; only *open* ones are evaluated
 */
