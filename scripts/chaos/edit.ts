import type { Cells, SideName } from "../../e2e/support/three-sides";

/** What one person does to one row on one side. */
export type Edit =
  | {
      readonly op: "update";
      readonly side: SideName;
      readonly key: string;
      readonly column: string;
      readonly value: string;
    }
  | { readonly op: "create"; readonly side: SideName; readonly key: string; readonly cells: Cells }
  | { readonly op: "delete"; readonly side: SideName; readonly key: string };

/** What must stand on every side in the end: rows by key, for each cell the texts that are right. */
export type Expected = Map<string, Map<string, ReadonlySet<string>>>;

export function expectedOf(rows: ReadonlyMap<string, Cells>): Expected {
  return new Map(
    [...rows].map(([key, cells]) => [
      key,
      new Map(Object.entries(cells).map(([name, text]) => [name, new Set([text])])),
    ]),
  );
}

/**
 * Adds the edits of one round. Of several edits of one cell any may win; a row that is deleted on one side and edited
 * on another stays, as does a row that two people create.
 */
export function expectEdits(expected: Expected, edits: readonly Edit[]): void {
  const edited = new Set<string>();
  const seen = new Set<string>();
  for (const edit of edits) {
    if (edit.op === "delete") continue;
    edited.add(edit.key);
    if (edit.op === "create") {
      const row = expected.get(edit.key) ?? new Map<string, ReadonlySet<string>>();
      for (const [column, text] of Object.entries(edit.cells))
        row.set(column, new Set([...(row.get(column) ?? []), text]));
      expected.set(edit.key, row);
      continue;
    }
    const cell = `${edit.key} ${edit.column}`;
    const others = seen.has(cell) ? (expected.get(edit.key)?.get(edit.column) ?? []) : [];
    expected.get(edit.key)?.set(edit.column, new Set([...others, edit.value]));
    seen.add(cell);
  }
  for (const edit of edits) if (edit.op === "delete" && !edited.has(edit.key)) expected.delete(edit.key);
}

export function editLine(edit: Edit): string {
  switch (edit.op) {
    case "update":
      return `${edit.side}: ${edit.key} ${edit.column} = ${JSON.stringify(edit.value)}`;
    case "create":
      return `${edit.side}: new ${edit.key} ${JSON.stringify(edit.cells)}`;
    case "delete":
      return `${edit.side}: delete ${edit.key}`;
  }
}
