/** The formulas of custom rules over many rows, in the threads of formula-pool.ts. */
import type { Field } from "@/lib/engine/field";
import type { Cells } from "@/lib/engine/value";
import type { CustomRule } from "./custom-rule";
import type { Fault } from "./fault";
import { type FormulaOutcome, formulaPool } from "./formula-pool";
import { type Formula, type Reads, readFormula } from "./read-formula";
import { numberOf, type RowToCheck } from "./row-instance";

type FormulaRule = Extract<CustomRule, { kind: "formula" }>;

export interface FormulaJudge {
  /** What the formulas see of a row, to be given to `judge`. */
  readonly text: (row: RowToCheck) => string;
  /** For each text the faults of its row. */
  readonly judge: (texts: readonly string[]) => Promise<readonly (readonly Fault[])[]>;
}

/** null if no rule is a formula. Formulas about fields that are gone are left out. */
export function formulaJudge(rules: readonly CustomRule[], fields: readonly Field[]): FormulaJudge | null {
  const formulas = rules.flatMap((rule) => {
    if (rule.kind !== "formula") return [];
    const read = readFormula(rule.expression, fields);
    return "problem" in read ? [] : [{ rule, formula: read.formula, fields: blamed(read.formula, fields) }];
  });
  if (formulas.length === 0) return null;
  const seen = seenBy(
    formulas.map(({ formula }) => formula),
    fields,
  );
  const expressions = formulas.map(({ rule }) => rule.expression);
  return {
    text: ({ cells, before }) => {
      const then = before === null ? "null" : objectText(before, seen.before);
      return `{"row":${objectText(cells, seen.row)},"before":${then}}`;
    },
    judge: async (texts) => {
      const outcomes = await formulaPool.evaluate(expressions, texts);
      return outcomes.map((row) =>
        formulas.flatMap((formula, at) => {
          const message = complaint(formula.rule, row[at] ?? "unevaluable");
          return message === null ? [] : [formulaFault(formula, message)];
        }),
      );
    },
  };
}

/** What changed is what the formula reads of the row now; one that reads nothing of it speaks of the whole row. */
function blamed({ row }: Formula, fields: readonly Field[]): readonly string[] {
  return row === null || row.size === 0 ? fields.map(({ id }) => id) : [...row];
}

function complaint(rule: FormulaRule, outcome: FormulaOutcome): string | null {
  switch (outcome) {
    case "holds":
      return null;
    case "fails":
      return rule.message;
    case "unevaluable":
      return `The rule "${rule.id}" could not be evaluated for this row: a field that it reads is empty or holds something else than the formula expects. Fill it in, or let the formula ask first: row.x == null || ...`;
    case "exceeded":
      return `The rule "${rule.id}" took too long, or needed too much memory, for this row. Simplify its formula or shorten what it reads.`;
  }
}

function formulaFault(
  { rule, fields }: { readonly rule: FormulaRule; readonly fields: readonly string[] },
  message: string,
): Fault {
  const [only, ...others] = fields;
  const field = others.length === 0 ? (only ?? null) : null;
  return { field, fields, reason: `rule:${rule.id}`, message, severity: rule.severity };
}

/** The fields that some formula reads, of the row as it is and as it was. */
function seenBy(
  formulas: readonly Formula[],
  fields: readonly Field[],
): { readonly row: readonly Field[]; readonly before: readonly Field[] } {
  const read = (all: readonly Reads[]): readonly Field[] =>
    fields.filter(({ id }) => all.some((reads) => reads === null || reads.has(id)));
  return { row: read(formulas.map(({ row }) => row)), before: read(formulas.map(({ before }) => before)) };
}

const objectText = (cells: Cells, fields: readonly Field[]): string =>
  `{${fields.map((field) => `"${field.id}":${cellText(cells, field)}`).join(",")}}`;

function cellText(cells: Cells, { id, type }: Field): string {
  const value = cells[id] ?? null;
  if (typeof value !== "string") return JSON.stringify(value);
  if (type === "json" && isJson(value)) return value;
  return JSON.stringify(type === "number" || type === "integer" ? numberOf(value) : value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
