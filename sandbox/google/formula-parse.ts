/** The tree of a formula. References keep their text's place, so that moves can rewrite them. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "range"; readonly text: string }
  | { readonly kind: "array"; readonly rows: readonly (readonly Expression[])[] }
  /** What a deleted reference left behind. */
  | { readonly kind: "lost" }
  | { readonly kind: "call"; readonly name: string; readonly operands: readonly Expression[] }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

export interface Token {
  readonly kind: "number" | "text" | "range" | "name" | "lost" | "operator";
  readonly text: string;
  readonly at: number;
}

const TITLE = "(?:'(?:[^']|'')+'|[A-Za-z_]\\w*)!";
const CELL = "\\$?[A-Za-z]{1,3}\\$?\\d{1,7}";
const SPAN = `${CELL}(?::${CELL})?|\\$?[A-Za-z]{1,3}:\\$?[A-Za-z]{1,3}|\\$?\\d+:\\$?\\d+`;

function tokenPattern(decimal: string): RegExp {
  const number = decimal === "," ? "\\d+(?:,\\d+)?(?:[eE][+-]?\\d+)?" : "\\d*\\.?\\d+(?:[eE][+-]?\\d+)?";
  return new RegExp(
    `\\s+|(?<text>"(?:[^"]|"")*")|(?<lost>(?:${TITLE})?#REF!)|(?<range>(?:${TITLE})?(?:${SPAN}))(?![\\w(])|(?<name>[A-Za-z_][\\w.]*)|` +
      `(?<number>${number})|(?<operator><>|<=|>=|[-+*/^&=<>%(),;{}\\\\])`,
    "y",
  );
}

/** Tokens of a formula without its "="; nothing when a character belongs to no token. */
export function tokens(formula: string, decimal: string): readonly Token[] | undefined {
  const pattern = tokenPattern(decimal);
  const found: Token[] = [];
  while (pattern.lastIndex < formula.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(formula);
    if (match === null) return undefined;
    const named = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined);
    if (named !== undefined) found.push({ kind: named[0] as Token["kind"], text: match[0], at });
  }
  return found;
}

const LEVELS: readonly (readonly string[])[] = [
  ["=", "<>", "<", ">", "<=", ">="],
  ["&"],
  ["+", "-"],
  ["*", "/"],
  ["^"],
];

/** Parses a formula without its "="; nothing when it is not one. */
export function parseFormula(formula: string, decimal: string): Expression | undefined {
  const all = tokens(formula, decimal);
  if (all === undefined) return undefined;
  const parser = new Parser(all, decimal);
  try {
    const tree = parser.level(0);
    return parser.done ? tree : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

class Parser {
  private at = 0;

  constructor(
    private readonly all: readonly Token[],
    private readonly decimal: string,
  ) {}

  get done(): boolean {
    return this.at === this.all.length;
  }

  level(index: number): Expression {
    const operators = LEVELS[index];
    if (operators === undefined) return this.prefix();
    let left = this.level(index + 1);
    for (;;) {
      const operator = this.take(...operators);
      if (operator === undefined) return left;
      left = { kind: "binary", operator, left, right: this.level(index + 1) };
    }
  }

  private prefix(): Expression {
    const operator = this.take("-", "+");
    if (operator !== undefined) return { kind: "unary", operator, operand: this.prefix() };
    let operand = this.primary();
    while (this.take("%") !== undefined) operand = { kind: "unary", operator: "%", operand };
    return operand;
  }

  private primary(): Expression {
    if (this.take("(") !== undefined) {
      const inner = this.level(0);
      this.need(")");
      return inner;
    }
    if (this.take("{") !== undefined) return this.array();
    const token = this.all[this.at++];
    if (token === undefined) throw new SyntaxError("formula ends early");
    switch (token.kind) {
      case "number":
        return { kind: "number", value: Number(token.text.replace(this.decimal, ".")) };
      case "text":
        return { kind: "text", value: token.text.slice(1, -1).replaceAll('""', '"') };
      case "range":
        return { kind: "range", text: token.text };
      case "name":
        return this.named(token.text.toUpperCase());
      case "lost":
        return { kind: "lost" };
      case "operator":
        throw new SyntaxError("operator without operand");
    }
  }

  /** Where a comma is a decimal sign, a backslash parts columns. */
  private array(): Expression {
    const rows: Expression[][] = [];
    do {
      const line: Expression[] = [];
      do line.push(this.level(0));
      while (this.take(this.decimal === "," ? "\\" : ",") !== undefined);
      rows.push(line);
    } while (this.take(";") !== undefined);
    this.need("}");
    return { kind: "array", rows };
  }

  private named(name: string): Expression {
    if (this.take("(") === undefined) {
      if (name === "TRUE" || name === "FALSE") return { kind: "truth", value: name === "TRUE" };
      return { kind: "call", name: `name ${name}`, operands: [] };
    }
    const operands: Expression[] = [];
    if (this.take(")") !== undefined) return { kind: "call", name, operands };
    do operands.push(this.level(0));
    while (this.take(",", ";") !== undefined);
    this.need(")");
    return { kind: "call", name, operands };
  }

  private take(...operators: readonly string[]): string | undefined {
    const token = this.all[this.at];
    if (token?.kind !== "operator" || !operators.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }

  private need(operator: string): void {
    if (this.take(operator) === undefined) throw new SyntaxError(`${operator} expected`);
  }
}
