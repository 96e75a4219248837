"use client";

import clsx from "clsx";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { DataTableBody } from "./data-table-body";
import type { DataColumn, SortedBy } from "./data-table-column";
import { DataTableHead } from "./data-table-head";
import { useOrder } from "./data-table-order";
import { Skeleton } from "./skeleton";
import { useDrawnRows } from "./use-drawn-rows";
import { useRowFocus } from "./use-row-focus";

interface Props<T> {
  /** What the rows are, for a screen reader: "Runs of Cities". */
  readonly label: string;
  readonly columns: readonly DataColumn<T>[];
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  /** An Empty that says why there are no rows, with proof. */
  readonly empty: ReactNode;
  readonly isLoading?: boolean;
  /** What Enter and a press on a row do; the row's link should lead to the same place. */
  readonly open?: (row: T) => void;
  /** Where the server sorts: how it is sorted now, and what a press on a head asks for. Else the rows sort here. */
  readonly sort?: { readonly by: SortedBy | null; readonly ask: (by: SortedBy | null) => void };
  /** What a phone makes of a row: lines of name and value, or the table, which scrolls within itself. */
  readonly phone?: "lines" | "scroll";
  /** All that there are, where `rows` are only what has been fetched. */
  readonly total?: number;
  /** How high it may grow before it scrolls within itself. */
  readonly heightClass?: string;
  /** Below the last row: a LoadMore, a sum. */
  readonly foot?: ReactNode;
}

/**
 * Rows to compare: the head stays, rows are drawn as they are come to, arrows or j and k go from row to row, Enter opens one.
 */
export function DataTable<T>(props: Props<T>) {
  const { label, columns, rows, rowId, empty, isLoading, open, sort, phone = "lines", total, foot } = props;
  const box = useRef<HTMLDivElement>(null);
  const { shown, by, press: sortBy } = useOrder({ columns, rows, sort });
  const { drawn, drawTo, scrolled } = useDrawnRows(shown.length);
  const { focused, setFocused, step } = useRowFocus(box, shown.length, drawTo);
  const press = (event: KeyboardEvent) => {
    const isOwn = (event.target as HTMLElement).matches("[data-row]");
    const row = shown[focused];
    if (event.key === "Enter" && isOwn && row !== undefined && open) open(row);
    else if (isOwn) step(event);
  };

  if (isLoading) return <Skeleton lines={8} />;
  if (rows.length === 0) return <div className="card">{empty}</div>;
  return (
    <div className="card overflow-hidden">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the rows inside, which take the focus. */}
      <div
        ref={box}
        onKeyDown={press}
        onScroll={scrolled}
        className={clsx(
          "scroll-pt-10 overflow-auto overscroll-x-contain",
          props.heightClass ?? "max-h-[min(70dvh,48rem)]",
        )}
      >
        {/* A phone shows rows as blocks, which takes the roles away that are not said. */}
        <table
          role="table"
          aria-label={label}
          aria-rowcount={(total ?? rows.length) + 1}
          className={clsx(
            "data-table w-full border-separate border-spacing-0",
            phone === "lines" && "in-lines",
          )}
        >
          <DataTableHead columns={columns} by={by} press={sortBy} />
          <DataTableBody
            rows={shown}
            columns={columns}
            rowId={rowId}
            drawn={drawn}
            focused={focused}
            setFocused={setFocused}
            open={open}
          />
        </table>
      </div>
      {foot && <div className="border-t px-4 py-2.5">{foot}</div>}
    </div>
  );
}
