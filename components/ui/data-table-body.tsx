"use client";

import clsx from "clsx";
import type { DataColumn } from "./data-table-column";
import { ROW_PX } from "./use-drawn-rows";

interface Props<T> {
  readonly rows: readonly T[];
  readonly columns: readonly DataColumn<T>[];
  readonly rowId: (row: T) => string;
  /** How many of them are drawn, from the first. */
  readonly drawn: number;
  readonly focused: number;
  readonly setFocused: (at: number) => void;
  readonly open: ((row: T) => void) | undefined;
}

/** The rows that were come to, and room for the others. */
export function DataTableBody<T>({ rows, columns, rowId, drawn, focused, setFocused, open }: Props<T>) {
  const left = rows.length - drawn;
  return (
    <tbody role="rowgroup">
      {rows.slice(0, drawn).map((row, index) => (
        <tr
          key={rowId(row)}
          role="row"
          data-index={index}
          data-row
          aria-rowindex={index + 2}
          tabIndex={index === focused ? 0 : -1}
          onFocus={() => setFocused(index)}
          onClick={(event) => open && isOnRow(event.target) && open(row)}
          className={clsx(
            "group/row focus-visible:-outline-offset-2",
            open && "cursor-pointer hover:bg-sunken",
          )}
        >
          {columns.map(({ id, head, cell, align, isHeadHidden }) => {
            const shown = cell(row);
            return (
              <td
                key={id}
                role="cell"
                data-head={isHeadHidden ? undefined : head}
                className={clsx(
                  "border-b px-4 py-2.5 sm:px-3 sm:first:pl-4 sm:last:pr-4",
                  align === "right" && "text-right tabular-nums",
                  shown === null && "max-sm:hidden!",
                )}
              >
                {/* As one: a phone sets it against the column's name. */}
                <div>{shown ?? <span className="text-ink-faint">–</span>}</div>
              </td>
            );
          })}
        </tr>
      ))}
      {left > 0 && (
        <tr aria-hidden data-gap>
          <td colSpan={columns.length} height={left * ROW_PX} className="p-0" />
        </tr>
      )}
    </tbody>
  );
}

/** A press on a control within a row, or that ends a choice of text, is not one on the row. */
const isOnRow = (target: EventTarget): boolean =>
  target instanceof Element &&
  target.closest("a, button, input, select, label, summary") === null &&
  (window.getSelection()?.isCollapsed ?? true);
