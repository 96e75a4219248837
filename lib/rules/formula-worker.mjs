/**
 * The thread in which formulas run. It answers one batch after another; what it found so far, and the item it is at,
 * stand in memory that it shares with formula-seat.ts, which ends the thread when an item takes too long. No value and
 * no error text leaves it, only an outcome per item. Plain JavaScript: a thread is started from a file, by Node and by
 * the bundled server alike.
 */
import { parentPort } from "node:worker_threads";
import { isCelError, parse, plan } from "@bufbuild/cel";
import { formulaEnvironment } from "./formula-environment.mjs";
import { NO_ITEM, OUTCOME } from "./formula-outcome.mjs";

const MAX_PLANS_KEPT = 500;

const environment = formulaEnvironment();

/** @typedef {(bindings: { row: unknown, before: unknown }) => unknown} Plan */

/** @type {Map<string, Plan | null>} */
const plans = new Map();

/** @param {string} expression @returns {Plan | null} null = it cannot be planned */
function planOf(expression) {
  const kept = plans.get(expression);
  if (kept !== undefined) return kept;
  if (plans.size >= MAX_PLANS_KEPT) plans.clear();
  /** @type {Plan | null} */
  let made = null;
  try {
    made = plan(environment, parse(expression));
  } catch {
    // Left null: every row of it is unevaluable.
  }
  plans.set(expression, made);
  return made;
}

/** JSON as the evaluator takes it: objects are maps, so no key can reach a prototype. @param {unknown} json */
function asInput(json) {
  if (Array.isArray(json)) return json.map(asInput);
  if (json === null || typeof json !== "object") return json;
  return new Map(Object.entries(json).map(([key, value]) => [key, asInput(value)]));
}

/** @param {Plan | null} evaluate @param {{ row: unknown, before: unknown } | null} bindings */
function outcomeOf(evaluate, bindings) {
  if (evaluate === null || bindings === null) return OUTCOME.unevaluable;
  try {
    const result = evaluate(bindings);
    if (typeof result !== "boolean" || isCelError(result)) return OUTCOME.unevaluable;
    return result ? OUTCOME.holds : OUTCOME.fails;
  } catch {
    return OUTCOME.unevaluable;
  }
}

/** @param {string} text */
function bindingsOf(text) {
  try {
    const { row, before } = JSON.parse(text);
    return Object.assign(Object.create(null), { row: asInput(row), before: asInput(before) });
  } catch {
    return null;
  }
}

/** @param {import("./formula-outcome.mjs").FormulaBatch} batch */
function run({ expressions, rows, at, outcomes }) {
  const here = new Int32Array(at);
  const found = new Uint8Array(outcomes);
  const evaluators = expressions.map(planOf);
  rows.forEach((text, row) => {
    const first = row * evaluators.length;
    /** @type {ReturnType<typeof bindingsOf> | undefined} */
    let bindings;
    evaluators.forEach((evaluate, formula) => {
      const item = first + formula;
      if (found[item] !== OUTCOME.open) return;
      Atomics.store(here, 0, item);
      bindings ??= bindingsOf(text);
      found[item] = outcomeOf(evaluate, bindings);
    });
  });
  Atomics.store(here, 0, NO_ITEM);
}

parentPort?.on("message", (batch) => {
  run(batch);
  parentPort?.postMessage("done");
});
