import { short } from "../../e2e/support/compare";
import type { SideRows } from "../../e2e/support/three-sides";
import type { Expected } from "./edit";

/** What was lost or came from nowhere: a side against what the edits made. */
export function losses(rows: SideRows, expected: Expected, columns: readonly string[]): string[] {
  const found: string[] = [];
  const byKey = new Map(rows.map(({ key, cells }) => [key, cells]));
  for (const key of byKey.keys()) if (!expected.has(key)) found.push(`${key} should be gone and is there`);
  for (const [key, cells] of expected) {
    const row = byKey.get(key);
    if (!row) {
      found.push(`${key} is lost`);
      continue;
    }
    for (const column of columns) {
      const right = cells.get(column) ?? new Set([""]);
      const text = row[column] ?? "";
      if (!right.has(text))
        found.push(
          `${key} ${column} is ${JSON.stringify(text)}, not ${[...right].map((one) => JSON.stringify(one)).join(" or ")}`,
        );
    }
  }
  return short(found);
}
