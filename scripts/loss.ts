import path from "node:path";
import { parseArgs } from "node:util";
import { PlainError, runScript } from "./plain-error.mjs";
import { type Loss, measureLoss } from "./sim/measure-loss";
import { tellFailures } from "./sim/tell-failures";

const root = path.resolve(import.meta.dirname, "..");
const USAGE = "npm run loss -- [--edits 30000] [--seed 1] [--workers 2] [--json]";

/** An edit may be lost in at most one case of ten thousand. */
const PROMISED = 0.0001;

runScript(async () => {
  const { json, ...asked } = readOptions(process.argv.slice(2));
  const told = json ? () => {} : tellFailures("memory");
  const loss = await measureLoss({ root, ...asked, told });
  console.log(json ? JSON.stringify(loss) : words(loss));
  return loss.lost > 0 || loss.bound > PROMISED ? 1 : 0;
});

function words({ edits, lost, bound, windowLosses, seeds, failed }: Loss): string {
  const percent = (share: number) => `${(share * 100).toFixed(5)} %`;
  return [
    `${edits} acknowledged edits under faults, ${lost} lost`,
    `with 95 % certainty fewer than ${percent(bound)} are (promised: ${percent(PROMISED)})`,
    `apart from these, ${windowLosses} edits fell between look and write on systems without compare-and-set`,
    `${seeds} seeds, ${failed} with a violation`,
  ].join("\n");
}

function readOptions(args: readonly string[]) {
  const values = parsed(args);
  const number = (name: "edits" | "seed" | "workers"): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1) throw new PlainError(`--${name} is a number from 1. ${USAGE}`);
    return value;
  };
  return { edits: number("edits"), seed: number("seed"), workers: number("workers"), json: values.json };
}

function parsed(args: readonly string[]) {
  try {
    const text = (value: string) => ({ type: "string", default: value }) as const;
    const json = { type: "boolean", default: false } as const;
    const options = { edits: text("30000"), seed: text("1"), workers: text("2"), json };
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new PlainError(`${(error as Error).message}. ${USAGE}`);
  }
}
