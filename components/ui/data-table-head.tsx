"use client";

import clsx from "clsx";
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import type { DataColumn } from "./data-table-column";
import type { TableModel } from "./data-table-model";

interface Props<T> {
  readonly table: TableModel<T>;
  readonly columns: readonly DataColumn<T>[];
}

const WORDS = { asc: "ascending", desc: "descending" } as const;
const ICONS = { asc: ArrowUp, desc: ArrowDown };

/** The columns' names; a press on one that can be sorted sorts by it, then the other way, then not. */
export function DataTableHead<T>({ table, columns }: Props<T>) {
  return (
    <>
      <colgroup>
        {columns.map(({ id, width }) => (
          <col key={id} width={width} />
        ))}
      </colgroup>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {columns.map(({ id, head, align, isHeadHidden }) => {
            const column = table.getColumn(id);
            const isSorted = column?.getIsSorted() || null;
            const Icon = isSorted ? ICONS[isSorted] : ArrowUpDown;
            return (
              <th
                key={id}
                scope="col"
                role="columnheader"
                aria-sort={isSorted ? WORDS[isSorted] : undefined}
                className={clsx(
                  "table-head sticky top-0 z-10 border-b bg-surface px-3 py-2 first:pl-4 last:pr-4",
                  align === "right" && "text-right",
                )}
              >
                {column?.getCanSort() ? (
                  <button
                    type="button"
                    onClick={column.getToggleSortingHandler()}
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
