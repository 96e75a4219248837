"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { type RefObject, useEffect } from "react";
import type { DataColumn } from "./data-table-column";
import type { ModelRow } from "./data-table-model";

interface Props<T> {
  readonly rows: readonly ModelRow<T>[];
  readonly columns: readonly DataColumn<T>[];
  /** What they scroll in. */
  readonly box: RefObject<HTMLElement | null>;
  readonly focused: number;
  readonly setFocused: (at: number) => void;
  /** Tells how a row out of sight is brought into it. */
  readonly jump: (to: (at: number) => void) => void;
  readonly open: ((row: T) => void) | undefined;
}

/** So many are drawn before the browser knows how much room there is. */
const FIRST_ROWS = 40;
const ROW_PX = 41;

/** The rows in sight, and the one that has the focus wherever it is. */
export function DataTableBody<T>({ rows, columns, box, focused, setFocused, jump, open }: Props<T>) {
  const all = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: 12,
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      if (focused >= rows.length || inSight.includes(focused)) return inSight;
      return [...inSight, focused].sort((a, b) => a - b);
    },
  });
  useEffect(() => jump((at) => all.scrollToIndex(at)), [jump, all]);
  const drawn = all.getVirtualItems();
  const places = drawn.length > 0 ? drawn : firstPlaces(rows.length);
  return (
    <tbody role="rowgroup">
      {places.map(({ index, start }, nth) => {
        const row = rows[index];
        if (!row) return null;
        const before = nth === 0 ? 0 : (places[nth - 1]?.end ?? 0);
        return [
          start > before && <Gap key={`gap-${row.id}`} height={start - before} columns={columns.length} />,
          <tr
            key={row.id}
            role="row"
            ref={all.measureElement}
            data-index={index}
            data-row
            aria-rowindex={index + 2}
            tabIndex={index === focused ? 0 : -1}
            onFocus={() => setFocused(index)}
            onClick={(event) => open && isOnRow(event.target) && open(row.original)}
            className={clsx(
              "group/row focus-visible:-outline-offset-2",
              open && "cursor-pointer hover:bg-sunken",
            )}
          >
            {columns.map(({ id, head, cell, align, isHeadHidden }) => {
              const shown = cell(row.original);
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
          </tr>,
        ];
      })}
      {drawn.length > 0 && (
        <Gap height={all.getTotalSize() - (drawn.at(-1)?.end ?? 0)} columns={columns.length} />
      )}
    </tbody>
  );
}

const firstPlaces = (count: number) =>
  Array.from({ length: Math.min(count, FIRST_ROWS) }, (_, index) => ({ index, start: 0, end: 0 }));

/** The room of rows that are not drawn. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} height={height} className="p-0" />
    </tr>
  );
}

/** A press on a control within a row, or that ends a choice of text, is not one on the row. */
const isOnRow = (target: EventTarget): boolean =>
  target instanceof Element &&
  target.closest("a, button, input, select, label, summary") === null &&
  (window.getSelection()?.isCollapsed ?? true);
