import type { ReactNode } from "react";

export interface DataColumn<T> {
  readonly id: string;
  readonly head: string;
  /** Null = there is nothing to say: a dash, and no line of its own on a phone. */
  readonly cell: (row: T) => ReactNode;
  /** What it is sorted by; a column without it is not sorted. Null comes last, whichever way. */
  readonly sortBy?: (row: T) => string | number | null;
  /** In px; a column without one takes its share of what is left. */
  readonly width?: number;
  readonly align?: "left" | "right";
  /** The head is read out but not shown: buttons at a row's end. */
  readonly isHeadHidden?: boolean;
}

export interface SortedBy {
  readonly column: string;
  readonly isDescending: boolean;
}
