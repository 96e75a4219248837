import type { Finding } from "./attack";

/** The whole matrix has several times as many; with fewer, something that makes cells makes them no more. */
const LEAST_CELLS = 5000;

/** What is wrong with a whole matrix that asked so often: nothing, or that it asked too little to prove anything. */
export const tooFew = (asked: number): Finding[] =>
  asked < LEAST_CELLS
    ? [{ label: "", what: `only ${asked} cells, where a whole matrix has at least ${LEAST_CELLS}` }]
    : [];
