"use client";

import clsx from "clsx";
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import type { DataColumn, SortedBy } from "./data-table-column";

interface Props<T> {
  readonly columns: readonly DataColumn<T>[];
  readonly by: SortedBy | null;
  readonly press: (column: DataColumn<T>) => void;
}

/** The columns' names; a press on one that can be sorted sorts by it, then the other way, then not. */
export function DataTableHead<T>({ columns, by, press }: Props<T>) {
  return (
    <>
      <colgroup>
        {columns.map(({ id, width }) => (
          <col key={id} width={width} />
        ))}
      </colgroup>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {columns.map((column) => {
            const { id, head, align, isHeadHidden, sortBy } = column;
            const isSorted = by?.column === id;
            const way = isSorted && by.isDescending ? "descending" : "ascending";
            const Icon = !isSorted ? ArrowUpDown : by.isDescending ? ArrowDown : ArrowUp;
            return (
              <th
                key={id}
                scope="col"
                role="columnheader"
                aria-sort={isSorted ? way : undefined}
                className={clsx(
                  "table-head sticky top-0 z-10 border-b bg-surface px-3 py-2 first:pl-4 last:pr-4",
                  align === "right" && "text-right",
                )}
              >
                {sortBy ? (
                  <button
                    type="button"
                    onClick={() => press(column)}
                    className={clsx("inline-flex items-center gap-1 hover:text-ink", isSorted && "text-ink")}
                  >
                    {head}
                    <Icon size={12} aria-hidden className={clsx(!isSorted && "opacity-45")} />
                  </button>
                ) : (
                  <span className={clsx(isHeadHidden && "sr-only")}>{head}</span>
                )}
              </th>
            );
          })}
        </tr>
      </thead>
    </>
  );
}
