"use client";

import {
  type ColumnDef,
  createSortedRowModel,
  type Row,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { DataColumn, SortedBy } from "./data-table-column";

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

export type ModelRow<T> = Row<typeof features, T & object>;
export type TableModel<T> = ReturnType<typeof useTableModel<T>>;

type Value = string | number | undefined;

/** Numbers by size, texts as people order them: `Row 2` before `Row 10`. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true, sensitivity: "base" });
}

const defined = <T>(columns: readonly DataColumn<T>[]): ColumnDef<typeof features, T & object>[] =>
  columns.map(({ id, sortBy }) => ({
    id,
    accessorFn: (row) => sortBy?.(row) ?? undefined,
    enableSorting: sortBy !== undefined,
    sortUndefined: "last",
    sortFn: (a, b) => compareValues(a.getValue<Value>(id), b.getValue<Value>(id)),
  }));

interface Given<T> {
  readonly columns: readonly DataColumn<T>[];
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  readonly sort?: { readonly by: SortedBy | null; readonly ask: (by: SortedBy | null) => void } | undefined;
}

/** The rows in the order that was asked for, here or of the server. */
export function useTableModel<T>({ columns, rows, rowId, sort }: Given<T>) {
  const [own, setOwn] = useState<SortingState>([]);
  const asked: SortingState = sort?.by ? [{ id: sort.by.column, desc: sort.by.isDescending }] : [];
  const sorting = sort ? asked : own;
  const definitions = useMemo(() => defined(columns), [columns]);
  return useTable({
    features,
    columns: definitions,
    data: rows as readonly (T & object)[] as (T & object)[],
    getRowId: rowId,
    manualSorting: sort !== undefined,
    enableMultiSort: false,
    state: { sorting },
    onSortingChange: (change) => {
      const next = typeof change === "function" ? change(sorting) : change;
      if (!sort) setOwn(next);
      else sort.ask(next[0] ? { column: next[0].id, isDescending: next[0].desc } : null);
    },
  });
}
