import { FormulaError, NOT_EVALUATED, type Scalar } from "./formula-error";
import type { Expression } from "./formula-parse";
import type { Rect } from "./rect";

/** Values to be read one by one: reading an erroneous one throws. */
export type Grid = readonly (readonly (() => Scalar)[])[];

interface Shape {
  readonly rows: number;
  readonly columns: number;
}

const ONE: Shape = { rows: 1, columns: 1 };

/** Functions that take their operands element by element; all others make one value of all. */
const BY_ELEMENT = new Set("IF IFERROR ARRAYFORMULA CONCAT LEN UPPER LOWER ABS SQRT ROUND".split(" "));

/** What an array formula spreads: a literal, or what stands in ARRAYFORMULA; nothing for a formula of one value. */
export function arrayOf(tree: Expression): Expression | undefined {
  if (tree.kind === "call" && tree.name === "ARRAYFORMULA") return tree.operands[0];
  if (tree.kind !== "array") return undefined;
  const [only, ...rest] = tree.rows.flat();
  return only !== undefined && rest.length === 0 ? only : tree;
}

/** How many rows and columns an expression over arrays has. */
export function shapeOf(node: Expression, span: (text: string) => Rect): Shape {
  switch (node.kind) {
    case "range": {
      const rect = span(node.text);
      return { rows: rect.endRow - rect.startRow, columns: rect.endColumn - rect.startColumn };
    }
    case "array": {
      const columns = node.rows[0]?.length ?? 0;
      const plain = node.rows
        .flat()
        .every((one) => shapeOf(one, span).rows * shapeOf(one, span).columns === 1);
      if (!plain) throw new FormulaError("ERROR", `${NOT_EVALUATED} arrays of arrays.`);
      if (node.rows.some((line) => line.length !== columns))
        throw new FormulaError(
          "VALUE",
          "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows.",
        );
      return { rows: node.rows.length, columns };
    }
    case "unary":
      return shapeOf(node.operand, span);
    case "binary":
      return widest([node.left, node.right], span);
    case "call":
      return BY_ELEMENT.has(node.name) ? widest(node.operands, span) : ONE;
    default:
      return ONE;
  }
}

function widest(nodes: readonly Expression[], span: (text: string) => Rect): Shape {
  return nodes
    .map((node) => shapeOf(node, span))
    .reduce(
      (most, one) => ({ rows: Math.max(most.rows, one.rows), columns: Math.max(most.columns, one.columns) }),
      ONE,
    );
}
