import { type Cells, SIDES, type SideName, type SideRows } from "./three-sides";

/** How many findings are told; the rest are counted. */
const TOLD = 12;

/** What is wrong with three sides that ought to hold the same rows, in sentences; none = nothing. */
export function differences(
  sides: Readonly<Record<SideName, SideRows>>,
  columns: readonly string[],
): string[] {
  const found: string[] = [];
  const maps = SIDES.map((side) => {
    const byKey = new Map<string, Cells>();
    for (const { key, cells } of sides[side]) {
      if (key === "") found.push(`${side}: a row without a key`);
      if (byKey.has(key)) found.push(`${side}: ${key} stands there twice`);
      byKey.set(key, cells);
    }
    return [side, byKey] as const;
  });
  for (const key of new Set(maps.flatMap(([, rows]) => [...rows.keys()]))) {
    const absent = maps.filter(([, rows]) => !rows.has(key)).map(([side]) => side);
    if (absent.length > 0) {
      found.push(`${key} is not in ${absent.join(" and ")}`);
      continue;
    }
    for (const column of columns) {
      const texts = maps.map(([side, rows]) => [side, rows.get(key)?.[column] ?? ""] as const);
      if (new Set(texts.map(([, text]) => text)).size > 1)
        found.push(
          `${key} ${column}: ${texts.map(([side, text]) => `${side} ${JSON.stringify(text)}`).join(", ")}`,
        );
    }
  }
  return short(found);
}

/** The first findings, and how many more there are. */
export function short(found: readonly string[]): string[] {
  if (found.length <= TOLD) return [...found];
  return [...found.slice(0, TOLD), `and ${found.length - TOLD} more`];
}
