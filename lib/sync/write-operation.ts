import type { WriteOperation } from "@/lib/connectors/connector";
import type { PendingOperation } from "@/lib/db/rows/operations";
import type { Cells, Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { ReferenceBook } from "./relations";

/** A stored operation as its side is asked for it, references in the side's own words. */
export function asWrite(
  operation: PendingOperation,
  book: ReferenceBook,
  key: readonly string[],
): WriteOperation {
  const id = `${operation.rowId}:${operation.ordinal}`;
  const cells = operation.cells && book.translate(operation.cells);
  const rest = {
    id,
    locator: operation.locator ?? "",
    expect: operation.before ? book.translate(operation.before) : {},
    key: keyCells(operation, key),
  };
  switch (operation.op) {
    case "create":
      return { op: "create", id, cells: cells ?? {} };
    case "update":
      return { op: "update", ...rest, cells: cells ?? {} };
    case "delete":
      return { op: "delete", ...rest };
    default:
      throw new AppError("internal", "A stored operation is of no kind we know.");
  }
}

function keyCells({ key: text }: PendingOperation, key: readonly string[]): Cells {
  const values = JSON.parse(text) as Value[];
  return Object.fromEntries(key.map((field, at) => [field, values[at] ?? null]));
}
