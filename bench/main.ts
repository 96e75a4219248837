import { parseArgs } from "node:util";
import { PlainError, runScript } from "../scripts/plain-error.mjs";
import { apply } from "./apply";
import { calls } from "./calls";
import { cities } from "./cities";
import { diff } from "./diff";
import { type Figure, table } from "./figure";
import { ledger } from "./ledger";
import { merge } from "./merge";
import { pages } from "./pages";
import { pass } from "./pass";
import { screens } from "./screens";
import { staging } from "./staging";

/** What a bench is asked for; each takes what it understands. */
export interface BenchOptions {
  readonly rows: number;
  readonly sides: number;
  /** Aborted when the person at the keyboard has had enough. */
  readonly signal: AbortSignal;
}

interface Bench {
  readonly about: string;
  run(options: BenchOptions): Promise<readonly Figure[]>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  staging,
  diff,
  merge,
  apply,
  ledger,
  pass,
  calls,
  cities,
  pages,
  screens,
};

const USAGE = "npm run bench -- [name] [--json] [--rows 100000] [--sides 3]";

runScript(async () => {
  const { names, json, rows, sides } = argumentsOf(process.argv.slice(2));
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  for (const name of names) {
    const bench = BENCHES[name];
    if (!bench) continue;
    console.error(`${name}: ${bench.about}`);
    const figures = await bench.run({ rows, sides, signal: ending.signal }).catch((error: unknown) => {
      throw ending.signal.aborted ? new PlainError("the bench was ended before its time.") : error;
    });
    console.log(json ? JSON.stringify({ bench: name, figures }) : `${name}\n${table(figures)}`);
  }
});

function argumentsOf(args: readonly string[]) {
  const { values, positionals } = parsed(args);
  const known = Object.keys(BENCHES);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new PlainError(`there is no bench '${unknown}'; there are: ${known.join(", ")}.`);
  if (positionals.length === 0)
    for (const [name, { about }] of Object.entries(BENCHES)) console.error(`  ${name.padEnd(10)} ${about}`);
  const rows = Number(values.rows);
  const sides = Number(values.sides);
  if (!Number.isInteger(rows) || rows < 1_000) throw new PlainError("--rows is a number from 1000.");
  if (sides !== 2 && sides !== 3) throw new PlainError("--sides is 2 or 3.");
  return { names: positionals.length > 0 ? positionals : known, json: values.json, rows, sides };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        rows: { type: "string", default: "100000" },
        sides: { type: "string", default: "3" },
      },
    });
  } catch (error) {
    throw new PlainError(`${(error as Error).message}. ${USAGE}`);
  }
}
