import { parseArgs } from "node:util";
import { PlainError } from "../plain-error.mjs";

export interface SimOptions {
  /** The first seed, and how many are tried from there. */
  readonly seed: number;
  readonly runs: number;
  readonly store: "memory" | "postgres";
  /** Processes side by side; on Postgres there is one. */
  readonly workers: number;
  /** One seed, with its whole history printed. */
  readonly replay: boolean;
  readonly mutants: boolean;
  /** One planted bug by its name. */
  readonly mutant: string | null;
  readonly json: boolean;
  /** Seeds that fail are added to the corpus. */
  readonly keep: boolean;
}

const USAGE =
  "npm run sim -- [--seed 1] [--runs 2000] [--store memory|postgres] [--workers 2] [--replay] [--mutants] [--mutant NAME] [--keep] [--json]";

export function readOptions(args: readonly string[]): SimOptions {
  const { values } = parsed(args);
  const number = (name: "seed" | "runs" | "workers"): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1) throw new PlainError(`--${name} is a number from 1. ${USAGE}`);
    return value;
  };
  const { store } = values;
  if (store !== "memory" && store !== "postgres")
    throw new PlainError(`--store is memory or postgres. ${USAGE}`);
  return {
    ...{ seed: number("seed"), runs: values.replay ? 1 : number("runs"), workers: number("workers"), store },
    ...{ replay: values.replay, mutants: values.mutants, mutant: values.mutant ?? null, json: values.json },
    keep: values.keep,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: "string", default: "1" },
        runs: { type: "string", default: "2000" },
        store: { type: "string", default: "memory" },
        workers: { type: "string", default: "2" },
        replay: { type: "boolean", default: false },
        mutants: { type: "boolean", default: false },
        mutant: { type: "string" },
        keep: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new PlainError(`${(error as Error).message}. ${USAGE}`);
  }
}
