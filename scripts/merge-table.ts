import { parseArgs } from "node:util";
import { caseAt, casesOf, type Table } from "../lib/engine/testing/merge-table";
import { disagreements } from "../lib/engine/testing/merge-table-check";
import { TABLES } from "../lib/engine/testing/merge-table-tables";
import { PlainError, runScript } from "./plain-error.mjs";

const USAGE = "usage: npm run merge-table -- [--table NAME] [--every N] [--replay TABLE:NUMBER]";

interface Found {
  readonly table: Table;
  readonly number: number;
}

/**
 * Every case of the merge table against the oracle (lib/engine/SPEC.md, "The merge table"), or of one table, or every
 * N-th. Stops at the first disagreement, with the line that replays it.
 */
runScript(() => {
  const { table: only, every, replay } = parse(process.argv.slice(2));
  if (replay !== undefined) return isSame(foundAt(replay)) ? 0 : 1;
  const step = every === undefined ? 1 : wholeNumber(every);
  const start = performance.now();
  let cases = 0;
  for (const table of only === undefined ? TABLES : [tableOf(only)]) {
    const began = performance.now();
    const found = firstDisagreement(table, step);
    if (found !== null) {
      isSame(found);
      console.log(`replay: npm run merge-table -- --replay ${table.name}:${found.number}`);
      return 1;
    }
    const done = Math.ceil(casesOf(table) / step);
    cases += done;
    console.log(`${table.name}: ${done} cases, ${seconds(began)}`);
  }
  console.log(`${cases} cases in ${seconds(start)}; merge and oracle agree on each`);
  return 0;
});

function firstDisagreement(table: Table, step: number): Found | null {
  for (let number = 0; number < casesOf(table); number += step) {
    if (disagreements(caseAt(table, number)).length > 0) return { table, number };
  }
  return null;
}

/** Prints the case, and what is said of it differently. */
function isSame({ table, number }: Found): boolean {
  const { state, rules } = caseAt(table, number);
  const found = disagreements({ state, rules });
  console.log(JSON.stringify({ state, rules }));
  for (const { part, merge, oracle } of found) console.log(`${part}: merge ${merge}, oracle ${oracle}`);
  return found.length === 0;
}

function foundAt(replay: string): Found {
  const [name = "", number = ""] = replay.split(":");
  const table = tableOf(name);
  const at = wholeNumber(number, 0);
  if (at >= casesOf(table)) throw new PlainError(`'${name}' has ${casesOf(table)} cases, counted from 0.`);
  return { table, number: at };
}

function tableOf(name: string): Table {
  const table = TABLES.find((one) => one.name === name);
  if (table === undefined) throw new PlainError(`there is no table '${name}'; ${USAGE}`);
  return table;
}

function parse(argv: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    const options = { table: text, every: text, replay: text };
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new PlainError(`${error instanceof Error ? error.message.split(".")[0] : error}; ${USAGE}`);
  }
}

function wholeNumber(text: string, least = 1): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least)
    throw new PlainError(`'${text}' is no number; ${USAGE}`);
  return Number(text);
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1_000).toFixed(1)} s`;
}
