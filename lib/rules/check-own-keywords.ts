/** Whether our own keywords say something that can be judged: `x-options`, `x-lifecycle`, `x-severity`, `x-rules`. */
import type { Field } from "@/lib/engine/field";
import type { CustomRule } from "./custom-rule";
import { BUILT_IN_REASONS } from "./fault";
import type { SchemaProblem } from "./inline-refs";
import { lifecycle, lifecycleProblems } from "./lifecycle";
import { linearPattern } from "./linear-pattern.mjs";
import { readFormula } from "./read-formula";
import { isObject, pointer, type Subschema } from "./schema-shape";
import { isTextual } from "./value-form";

const OPTION_SET = /^ops_[0-9a-z]{1,60}$/;

/** Of one property. `place` makes the pointer to what stands at a path below it. */
export function ownProblems(
  schema: Subschema,
  field: Field,
  place: (path: readonly string[]) => string,
): SchemaProblem[] {
  if (!isObject(schema)) return [];
  const problem = (path: readonly string[], message: string): SchemaProblem => ({
    path: place(path),
    message,
  });
  return [
    ...optionProblems(schema, field, problem),
    ...stateProblems(schema, field, problem),
    ...("x-severity" in schema && schema["x-severity"] !== "error" && schema["x-severity"] !== "warning"
      ? [problem(["x-severity"], 'x-severity takes "error" or "warning".')]
      : []),
  ];
}

type Problem = (path: readonly string[], message: string) => SchemaProblem;

function optionProblems(
  { "x-options": set }: Readonly<Record<string, unknown>>,
  { type }: Field,
  problem: Problem,
): SchemaProblem[] {
  if (set === undefined) return [];
  if (typeof set !== "string" || !OPTION_SET.test(set))
    return [problem(["x-options"], 'x-options takes the id of an option set: "ops_...".')];
  if (type === "text" || type === "select" || type === "multi-select") return [];
  return [
    problem(
      ["x-options"],
      "Only a field of type text, select or multi-select takes its values from options.",
    ),
  ];
}

function stateProblems(
  { "x-lifecycle": given, enum: members }: Readonly<Record<string, unknown>>,
  { type }: Field,
  problem: Problem,
): SchemaProblem[] {
  if (given === undefined) return [];
  if (type !== "text" && type !== "select")
    return [problem(["x-lifecycle"], "Only a field of type text or select has a lifecycle.")];
  const read = lifecycle.safeParse(given);
  if (!read.success)
    return read.error.issues.map(({ path, message }) =>
      problem(["x-lifecycle", ...path.map(String)], message),
    );
  return lifecycleProblems(read.data, Array.isArray(members) ? members : null).map(({ path, message }) =>
    problem(["x-lifecycle", ...path], message),
  );
}

export function ruleProblems(rules: readonly CustomRule[], fields: readonly Field[]): SchemaProblem[] {
  return rules.flatMap((rule, at) => {
    const problem = (keyword: string, message: string): SchemaProblem => ({
      path: pointer(["x-rules", String(at), keyword]),
      message,
    });
    return [
      ...(BUILT_IN_REASONS.some((name) => name === rule.id)
        ? [problem("id", `The id "${rule.id}" is taken by a rule that every schema has.`)]
        : []),
      ...(rules.findIndex((other) => other.id === rule.id) < at
        ? [problem("id", "Another rule has this id.")]
        : []),
      ...(rule.kind === "formula"
        ? formulaProblems(rule, fields, problem)
        : patternProblems(rule, fields, problem)),
    ];
  });
}

type RuleProblem = (keyword: string, message: string) => SchemaProblem;

function formulaProblems(
  { expression }: Extract<CustomRule, { kind: "formula" }>,
  fields: readonly Field[],
  problem: RuleProblem,
): SchemaProblem[] {
  const read = readFormula(expression, fields);
  return "problem" in read ? [problem("expression", read.problem)] : [];
}

function patternProblems(
  { field: id, pattern }: Extract<CustomRule, { kind: "pattern" }>,
  fields: readonly Field[],
  problem: RuleProblem,
): SchemaProblem[] {
  const field = fields.find((candidate) => candidate.id === id);
  const compiled = linearPattern(pattern);
  return [
    ...(field === undefined ? [problem("field", "There is no field of this id or name.")] : []),
    ...(field !== undefined && !isTextual(field) && field.type !== "multi-select"
      ? [problem("field", `A pattern looks at text; the values of ${field.name} are none.`)]
      : []),
    ...(compiled.isRefused ? [problem("pattern", `The pattern ${compiled.why}.`)] : []),
  ];
}
