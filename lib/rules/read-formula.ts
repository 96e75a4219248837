/**
 * Reads a formula without running it: whether it parses, stays within its bounds, calls and reads only what there is,
 * and which fields it looks at.
 */
import { parse } from "@bufbuild/cel";
import type { Field } from "@/lib/engine/field";
import { formulaEnvironment } from "./formula-environment.mjs";

export const MAX_EXPRESSION_LENGTH = 2_000;

/** Nodes of the syntax tree, macros expanded. */
const MAX_NODES = 500;

/** `all`, `exists`, `map` ... within one another. */
const MAX_MACROS = 2;

/** Field ids; null = it may read any. */
export type Reads = ReadonlySet<string> | null;

export interface Formula {
  readonly expression: string;
  readonly row: Reads;
  readonly before: Reads;
}

/** `problem` is a sentence for the formula's author. */
export type ReadFormula = { readonly formula: Formula } | { readonly problem: string };

type Node = ReturnType<typeof parse>["expr"];

/** What the evaluator itself does, beside the functions of its environment. */
const OPERATORS = ["_[_]", "_?_:_", "_&&_", "_||_", "@not_strictly_false"];

const TYPES = ["bool", "bytes", "double", "int", "list", "map", "null_type", "string", "type", "uint"];

const CALLABLE = new Set([...[...formulaEnvironment().funcs].map((func) => func.name), ...OPERATORS]);

/** A problem found on the way down the tree. Never leaves this file. */
class Unusable extends Error {}

export function readFormula(expression: string, fields: readonly Field[]): ReadFormula {
  if (expression.length > MAX_EXPRESSION_LENGTH)
    return { problem: `The formula is longer than ${MAX_EXPRESSION_LENGTH} characters.` };
  const tree = parsed(expression);
  if ("problem" in tree) return tree;
  const reader = new FormulaReader(fields);
  try {
    reader.visit(tree.root, { names: new Set(), macros: 0 });
  } catch (thrown) {
    if (thrown instanceof Unusable) return { problem: thrown.message };
    throw thrown;
  }
  return { formula: { expression, row: reader.reads.row, before: reader.reads.before } };
}

function parsed(expression: string): { readonly root: Node } | { readonly problem: string } {
  try {
    return { root: parse(expression).expr };
  } catch (thrown) {
    if (thrown instanceof RangeError) return { problem: "The formula is nested too deeply." };
    const where = thrown instanceof Error ? /<input>:(\d+):(\d+)/.exec(thrown.message) : null;
    const place = where === null ? "" : ` at line ${where[1]}, character ${Number(where[2]) + 1}`;
    return { problem: `The formula cannot be read${place}.` };
  }
}

/** Variables that macros have bound, and how many macros stand around. */
interface Scope {
  readonly names: ReadonlySet<string>;
  readonly macros: number;
}

class FormulaReader {
  readonly reads: { row: Set<string> | null; before: Set<string> | null } = {
    row: new Set(),
    before: new Set(),
  };
  private nodes = 0;

  constructor(private readonly fields: readonly Field[]) {}

  visit(node: Node | undefined, scope: Scope): void {
    if (node === undefined) return;
    this.nodes += 1;
    if (this.nodes > MAX_NODES) throw new Unusable(`The formula has more than ${MAX_NODES} parts.`);
    const { exprKind: kind } = node;
    switch (kind.case) {
      case "identExpr":
        this.visitName(kind.value.name, scope);
        break;
      case "selectExpr":
        this.visitMember(kind.value.operand, kind.value.field, scope);
        break;
      case "callExpr":
        this.visitCall(kind.value, scope);
        break;
      case "listExpr":
        for (const element of kind.value.elements) this.visit(element, scope);
        break;
      case "structExpr":
        this.visitMap(kind.value, scope);
        break;
      case "comprehensionExpr":
        this.visitMacro(kind.value, scope);
        break;
    }
  }

  private visitName(name: string, scope: Scope): void {
    if (scope.names.has(name) || TYPES.includes(name)) return;
    if (name !== "row" && name !== "before")
      throw new Unusable(`The formula reads ${quoted(name)}; it can read only row and before.`);
    this.reads[name] = null;
  }

  private visitMember(operand: Node | undefined, member: string, scope: Scope): void {
    const variable = variableOf(operand, scope);
    if (variable === null) {
      this.visit(operand, scope);
      return;
    }
    const field = this.fields.find((candidate) => candidate.id === member);
    if (field === undefined) throw new Unusable(this.unknownField(variable, member));
    this.reads[variable]?.add(field.id);
  }

  private visitCall(call: Extract<Node["exprKind"], { case: "callExpr" }>["value"], scope: Scope): void {
    const { function: name, args, target } = call;
    if (!CALLABLE.has(name)) throw new Unusable(`The formula calls ${quoted(name)}, which there is not.`);
    const [first, second] = args;
    const index = name === "_[_]" ? constantText(second) : null;
    if (index !== null) {
      this.visitMember(first, index, scope);
      return;
    }
    // Whether there is a row before, which is asked by comparing it with null, says nothing about its fields.
    const asksForRow = isComparison(name) && (isNull(first) || isNull(second));
    for (const part of [target, ...args])
      if (!asksForRow || variableOf(part, scope) === null) this.visit(part, scope);
  }

  private visitMap(map: Extract<Node["exprKind"], { case: "structExpr" }>["value"], scope: Scope): void {
    if (map.messageName !== "")
      throw new Unusable(`The formula makes ${quoted(map.messageName)}, which is not supported.`);
    for (const entry of map.entries) {
      if (entry.keyKind.case === "mapKey") this.visit(entry.keyKind.value, scope);
      this.visit(entry.value, scope);
    }
  }

  private visitMacro(
    macro: Extract<Node["exprKind"], { case: "comprehensionExpr" }>["value"],
    scope: Scope,
  ): void {
    if (macro.iterVar === "row" || macro.iterVar === "before")
      throw new Unusable(
        `The formula uses ${macro.iterVar} as a variable of its own; give that another name.`,
      );
    const macros = scope.macros + 1;
    if (macros > MAX_MACROS)
      throw new Unusable(
        `The formula has more than ${MAX_MACROS} of all, exists, map, filter in one another.`,
      );
    const inside = { names: new Set([...scope.names, macro.iterVar, macro.accuVar]), macros };
    this.visit(macro.iterRange, scope);
    this.visit(macro.accuInit, scope);
    this.visit(macro.loopCondition, inside);
    this.visit(macro.loopStep, inside);
    this.visit(macro.result, inside);
  }

  private unknownField(variable: string, member: string): string {
    const named = this.fields.find((field) => field.name === member);
    const what = `The formula reads ${quoted(member)}`;
    if (named !== undefined) return `${what}; write ${variable}.${named.id} for that field.`;
    return `${what}, which is no field of this registry.`;
  }
}

const quoted = (text: string): string => `"${text.slice(0, 80)}"`;

function variableOf(node: Node | undefined, scope: Scope): "row" | "before" | null {
  if (node?.exprKind.case !== "identExpr") return null;
  const { name } = node.exprKind.value;
  return (name === "row" || name === "before") && !scope.names.has(name) ? name : null;
}

const isComparison = (name: string): boolean => name === "_==_" || name === "_!=_";

const isNull = (node: Node | undefined): boolean =>
  node?.exprKind.case === "constExpr" && node.exprKind.value.constantKind.case === "nullValue";

function constantText(node: Node | undefined): string | null {
  if (node?.exprKind.case !== "constExpr") return null;
  const { constantKind } = node.exprKind.value;
  return constantKind.case === "stringValue" ? constantKind.value : null;
}
