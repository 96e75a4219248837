import { boundedRange, namedRange } from "./a1";
import type { Expression } from "./formula-parse";
import { type Book, rangeText } from "./grid";

/** The formula with the names of ranges replaced by the ranges; what is no name stays, and evaluates to #NAME?. */
export function withoutNames(book: Book, node: Expression): Expression {
  const all = (nodes: readonly Expression[]): Expression[] => nodes.map((one) => withoutNames(book, one));
  switch (node.kind) {
    case "array":
      return { ...node, rows: node.rows.map(all) };
    case "unary":
      return { ...node, operand: withoutNames(book, node.operand) };
    case "binary":
      return { ...node, left: withoutNames(book, node.left), right: withoutNames(book, node.right) };
    case "call": {
      if (!node.name.startsWith("name ")) return { ...node, operands: all(node.operands) };
      const range = namedRange(book, node.name.slice("name ".length));
      return range === undefined ? node : { kind: "range", text: rangeText(range.tab, boundedRange(range)) };
    }
    default:
      return node;
  }
}
