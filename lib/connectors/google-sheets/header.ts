import { AppError } from "@/lib/errors";
import type { MappedField, SideConfig, SideShape } from "../connector";
import { decodeCell } from "./decode";
import type { Grid, Merge } from "./grid-read";
import { ID_HEADER, rowIdOf } from "./row-id";

/** The first row of a tab names its columns. */
export const HEADER_ROW = 0;

export interface HeaderColumn {
  readonly index: number;
  /** The header's text, as it stands. */
  readonly name: string;
  /** What the column was marked as, else `h:<name>`; `n:<name>` where a marked one once had that name. */
  readonly id: string;
}

/** Where a mapped field stands now, or why it stands nowhere. */
export type Placed =
  | { readonly ok: true; readonly index: number }
  | { readonly ok: false; readonly reason: string };

/** Header texts up to the last that is not empty; what stands to the right of it is not ours. */
export function headerNames(grid: Grid): readonly string[] {
  const cells = grid.rows.get(HEADER_ROW) ?? [];
  const names = cells.map((cell) => {
    const decoded = decodeCell("text", cell, grid.region);
    return decoded.ok && typeof decoded.value === "string" ? decoded.value : "";
  });
  const used = names.findLastIndex((name) => name.trim() !== "");
  return names.slice(0, used + 1);
}

/** The column of row ids, by its mark or else its header; null = there is none. */
export function idColumnOf(grid: Grid): number | null {
  const byHeader = headerNames(grid).indexOf(ID_HEADER);
  return grid.idColumns[0] ?? (byHeader === -1 ? null : byHeader);
}

/**
 * The tab's columns with their identities. A mark in developer metadata follows its column through renames
 * and moves; it is placed only with the customer's consent. Without it the header's text is the identity,
 * which survives moves but not renames. Row ids are ours, and no column of the table.
 */
export function headerColumns(grid: Grid): readonly HeaderColumn[] {
  const ids = idColumnOf(grid);
  const marked = new Set(grid.marks.values());
  return headerNames(grid).flatMap((name, index) => {
    const mark = grid.marks.get(index);
    if (index === ids || (mark === undefined && name.trim() === "")) return [];
    return [{ index, name, id: mark ?? (marked.has(`h:${name}`) ? `n:${name}` : `h:${name}`) }];
  });
}

/** Places each mapped field by the header just read; a key that cannot be placed breaks the side. */
export function placeFields(config: SideConfig, grid: Grid): ReadonlyMap<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const mapped of config.mapped) placed.set(mapped.field.id, place(mapped, grid));
  for (const id of config.key) {
    const at = placed.get(id);
    if (at?.ok) continue;
    throw new AppError(
      "connection-broken",
      `The sheet's key column cannot be used: ${at?.reason ?? "it is not mapped"}.`,
      {
        remedy: "Put the headers back into the first row, each once, or map the key again.",
      },
    );
  }
  return placed;
}

/** The first row was deleted, emptied or sorted among the others: columns with marks would be found all the same. */
function isHeadless(grid: Grid): boolean {
  const names = headerNames(grid);
  const ids = idColumnOf(grid);
  const first = ids === null ? undefined : (names[ids] ?? "");
  return names.length === 0 || (first !== undefined && (first === "" || rowIdOf(first) !== null));
}

function place({ sideField }: MappedField, grid: Grid): Placed {
  if (isHeadless(grid)) return { ok: false, reason: "the first row holds no headers" };
  const marked = [...grid.marks].filter(([, field]) => field === sideField);
  const [index] = marked[0] ?? [];
  if (marked.length > 1) return { ok: false, reason: "two columns have its mark" };
  if (index !== undefined) return { ok: true, index };
  return placeByHeader(/^[hn]:/.test(sideField) ? sideField.slice(2) : null, grid);
}

/** Among the columns that were not marked for another field. */
function placeByHeader(wanted: string | null, grid: Grid): Placed {
  const ids = idColumnOf(grid);
  const found = headerNames(grid).flatMap((name, index) =>
    name === wanted && index !== ids && !grid.marks.has(index) ? [index] : [],
  );
  const [index, twin] = found;
  if (index === undefined) return { ok: false, reason: "no column has its header" };
  return twin === undefined ? { ok: true, index } : { ok: false, reason: "two columns have its header" };
}

/** Text that changes when a column is renamed, moved, added or removed; to compare windows of one read. */
export const headerSignature = (grid: Grid): string =>
  JSON.stringify([headerNames(grid), [...grid.marks].sort(([a], [b]) => a - b), idColumnOf(grid)]);

export const mergesAt = (merges: readonly Merge[], row: number): readonly Merge[] =>
  merges.filter(({ top, bottom }) => top <= row && row < bottom);

export const inMerge = (merges: readonly Merge[], column: number): Merge | undefined =>
  merges.find(({ left, right }) => left <= column && column < right);

/** What keeps the tab from being synced as it stands. */
export function headerProblems(grid: Grid): SideShape["problems"] {
  const names = headerNames(grid);
  if (isHeadless(grid)) {
    return [
      {
        code: "no-header",
        message: "The first row has no headers.",
        remedy: "Write the names of the columns into the first row.",
      },
    ];
  }
  const problems: { code: string; message: string; remedy: string }[] = [];
  const ids = idColumnOf(grid);
  if (names.some((name, index) => name.trim() === "" && index !== ids)) {
    problems.push({
      code: "empty-header",
      message: "A column between the others has no header.",
      remedy: "Give each column up to the last a name in the first row, or delete the empty column.",
    });
  }
  const shown = names.filter((name, index) => name.trim() !== "" && index !== ids);
  if (new Set(shown).size !== shown.length) {
    problems.push({
      code: "duplicate-header",
      message: "Two columns have the same header.",
      remedy: "Rename one of them: columns are told apart by their headers.",
    });
  }
  if (grid.merges.some(({ left }) => left < names.length)) {
    problems.push({
      code: "merged-cells",
      message: "Cells of the table are merged; only the first of them holds a value.",
      remedy: "Unmerge the cells of the table (Format > Merge cells > Unmerge).",
    });
  }
  return problems;
}
