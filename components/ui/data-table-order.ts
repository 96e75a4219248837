"use client";

import { useMemo, useState } from "react";
import type { DataColumn, SortedBy } from "./data-table-column";

type Value = string | number;

const TEXTS = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Numbers by size, texts as people order them: `Row 2` before `Row 10`. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return TEXTS.compare(String(a), String(b));
}

/** The rows by one of their values; those without one come last, whichever way, and equal ones stay as they were. */
export function sortedRows<T>(rows: readonly T[], sortBy: DataColumn<T>["sortBy"], isDescending: boolean) {
  const valued = rows.map((row) => ({ row, value: sortBy?.(row) ?? null }));
  return valued
    .toSorted((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return compareValues(a.value, b.value) * (isDescending ? -1 : 1);
    })
    .map(({ row }) => row);
}

/** What a press on a column's head asks for: numbers from the largest, texts from the first; then the other way; then not sorted. */
export function nextOrder<T>(
  by: SortedBy | null,
  { id, sortBy }: DataColumn<T>,
  rows: readonly T[],
): SortedBy | null {
  const isNumber = typeof rows.map((row) => sortBy?.(row) ?? null).find((one) => one !== null) === "number";
  if (by?.column !== id) return { column: id, isDescending: isNumber };
  return by.isDescending === isNumber ? { column: id, isDescending: !isNumber } : null;
}

interface Given<T> {
  readonly columns: readonly DataColumn<T>[];
  readonly rows: readonly T[];
  readonly sort?: { readonly by: SortedBy | null; readonly ask: (by: SortedBy | null) => void } | undefined;
}

/** The rows in the order that was asked for, here or of the server, and what a press on a column's head does. */
export function useOrder<T>({ columns, rows, sort }: Given<T>) {
  const [own, setOwn] = useState<SortedBy | null>(null);
  const shown = useMemo(() => {
    const column = columns.find(({ id }) => id === own?.column);
    return column && own ? sortedRows(rows, column.sortBy, own.isDescending) : rows;
  }, [columns, rows, own]);
  const by = sort ? sort.by : own;
  const press = (column: DataColumn<T>) => (sort?.ask ?? setOwn)(nextOrder(by, column, rows));
  return { shown, by, press };
}
