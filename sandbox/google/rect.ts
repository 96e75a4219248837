/** Half-open and bounded. */
export interface Rect {
  readonly startRow: number;
  readonly endRow: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

export const intersects = (a: Rect, b: Rect): boolean =>
  a.startRow < b.endRow &&
  b.startRow < a.endRow &&
  a.startColumn < b.endColumn &&
  b.startColumn < a.endColumn;

/** Whether all of `inner` lies in `outer`. */
export const contains = (outer: Rect, inner: Rect): boolean =>
  inner.startRow >= outer.startRow &&
  inner.endRow <= outer.endRow &&
  inner.startColumn >= outer.startColumn &&
  inner.endColumn <= outer.endColumn;
