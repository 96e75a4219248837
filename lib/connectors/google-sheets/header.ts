import { AppError } from "@/lib/errors";
import type { MappedField, SideConfig, SideShape } from "../connector";
import { decodeCell } from "./decode";
import type { Grid, Merge } from "./grid-read";

/** The first row of a tab names its columns. */
export const HEADER_ROW = 0;

export interface HeaderColumn {
  readonly index: number;
  /** The header's text, as it stands. */
  readonly name: string;
  /** `m:<metadata id>` for a marked column, else `h:<name>`. */
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
    const decoded = decodeCell("text", cell, grid.timeZone);
    return decoded.ok && typeof decoded.value === "string" ? decoded.value : "";
  });
  const used = names.findLastIndex((name) => name.trim() !== "");
  return names.slice(0, used + 1);
}

/**
 * The tab's columns with their identities. A mark in developer metadata follows its column through renames
 * and moves; it is placed only with the customer's consent. Without it the header's text is the identity,
 * which survives moves but not renames.
 */
export function headerColumns(grid: Grid): readonly HeaderColumn[] {
  return headerNames(grid).flatMap((name, index) => {
    const mark = grid.marks.get(index);
    if (mark === undefined && name.trim() === "") return [];
    return [{ index, name, id: mark === undefined ? `h:${name}` : `m:${mark}` }];
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
        remedy: "Put the key column's header back into the first row, once, or map the key again.",
      },
    );
  }
  return placed;
}

function place({ sideField }: MappedField, grid: Grid): Placed {
  const names = headerNames(grid);
  if (sideField.startsWith("m:")) {
    const mark = Number(sideField.slice(2));
    const found = [...grid.marks].filter(([, id]) => id === mark);
    const index = found[0]?.[0];
    return index === undefined ? { ok: false, reason: "its marked column is gone" } : { ok: true, index };
  }
  const name = sideField.slice(2);
  const index = names.indexOf(name);
  if (!sideField.startsWith("h:") || index === -1) return { ok: false, reason: "no column has its header" };
  if (names.lastIndexOf(name) !== index) return { ok: false, reason: "two columns have its header" };
  return { ok: true, index };
}

/** Text that changes when a column is renamed, moved, added or removed; to compare windows of one read. */
export const headerSignature = (grid: Grid): string =>
  JSON.stringify([headerNames(grid), [...grid.marks].sort(([a], [b]) => a - b)]);

export const mergesAt = (merges: readonly Merge[], row: number): readonly Merge[] =>
  merges.filter(({ top, bottom }) => top <= row && row < bottom);

export const inMerge = (merges: readonly Merge[], column: number): Merge | undefined =>
  merges.find(({ left, right }) => left <= column && column < right);

/** What keeps the tab from being synced as it stands. */
export function headerProblems(grid: Grid): SideShape["problems"] {
  const names = headerNames(grid);
  if (names.length === 0) {
    return [
      {
        code: "no-header",
        message: "The first row has no headers.",
        remedy: "Write the names of the columns into the first row.",
      },
    ];
  }
  const problems: { code: string; message: string; remedy: string }[] = [];
  if (names.some((name) => name.trim() === "")) {
    problems.push({
      code: "empty-header",
      message: "A column between the others has no header.",
      remedy: "Give each column up to the last a name in the first row, or delete the empty column.",
    });
  }
  const shown = names.filter((name) => name.trim() !== "");
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
