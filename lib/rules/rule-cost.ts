/**
 * Judging a value takes time in proportion to its length and to what the rules ask of it. Each row has a budget of
 * steps, so that no value, schema or pattern can hold up the process for long; beyond it the costliest cells are not
 * looked at and are at fault for it.
 */
import type { Field } from "@/lib/engine/field";
import type { Cells, Value } from "@/lib/engine/value";
import type { CustomRule } from "./custom-rule";
import { linearPattern } from "./linear-pattern.mjs";
import { isInPlace, isObject, KEYWORDS, type Subschema, schemasBelow } from "./schema-shape";

/** About 10 ns each at worst, so 40 ms. */
const STEPS_PER_ROW = 4_000_000;

/** Of a pattern's instruction: at worst its automaton is built as the text is read. */
const STEPS_PER_INSTRUCTION = 4;

/** The expressions of ajv-formats are short. */
const FORMAT_COST = 16;

/** Steps per character of a field's value, by field id; fields that no rule looks at are left out. */
export type FieldCosts = ReadonlyMap<string, number>;

export function fieldCosts(schema: Subschema, rules: readonly CustomRule[]): FieldCosts {
  const costs = new Map<string, number>();
  const add = (id: string, cost: number): void => {
    costs.set(id, (costs.get(id) ?? 0) + cost);
  };
  addRowCosts(schema, add);
  for (const rule of rules) if (rule.kind === "pattern") add(rule.field, patternCost(rule.pattern));
  return costs;
}

function addRowCosts(schema: Subschema, add: (id: string, cost: number) => void): void {
  if (typeof schema === "boolean") return;
  for (const { keyword, path, schema: below } of schemasBelow(schema)) {
    if (isInPlace(keyword)) addRowCosts(below, add);
    else if (keyword === "properties") add(path[1] ?? "", valueCost(below));
  }
}

/** Every schema below may look at every character. */
function valueCost(schema: Subschema): number {
  if (typeof schema === "boolean") return 0;
  const own = Object.entries(schema).map(([keyword, value]) => keywordCost(keyword, value));
  const below = schemasBelow(schema).map((part) => valueCost(part.schema));
  return [...own, ...below].reduce((sum, cost) => sum + cost, 0);
}

function keywordCost(keyword: string, value: unknown): number {
  switch (KEYWORDS[keyword]) {
    case "note":
      return 0;
    case "pattern":
      return patternCost(String(value));
    case "pattern-map":
      return Object.keys(isObject(value) ? value : {}).reduce(
        (sum, pattern) => sum + patternCost(pattern),
        0,
      );
    case "format":
      return FORMAT_COST;
    case "members":
      // Texts are told apart by their length or their first characters; lists and objects are compared in full.
      return Array.isArray(value) ? 1 + value.filter((member) => typeof member === "object").length : 1;
    default:
      return 1;
  }
}

function patternCost(pattern: string): number {
  const compiled = linearPattern(pattern);
  return compiled.isRefused ? 0 : STEPS_PER_INSTRUCTION * compiled.size;
}

/** The fields whose cells are too long to be judged, if the row is to stay within its budget. */
export function beyondBudget(cells: Cells, fields: readonly Field[], costs: FieldCosts): ReadonlySet<string> {
  const steps = fields.map(({ id }) => ({ id, steps: (costs.get(id) ?? 0) * lengthOf(cells[id] ?? null) }));
  let total = steps.reduce((sum, cell) => sum + cell.steps, 0);
  const beyond = new Set<string>();
  if (total <= STEPS_PER_ROW) return beyond;
  for (const cell of steps.sort((a, b) => b.steps - a.steps)) {
    if (total <= STEPS_PER_ROW) break;
    beyond.add(cell.id);
    total -= cell.steps;
  }
  return beyond;
}

function lengthOf(value: Value): number {
  if (typeof value === "string") return value.length;
  return Array.isArray(value) ? value.reduce((sum, member: string) => sum + member.length + 1, 0) : 1;
}
