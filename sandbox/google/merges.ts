import type { Tab } from "./grid";

/** Whether a cell lies under a merge without being its top left: what is written there is lost. */
export function isCovered(tab: Tab, row: number, column: number): boolean {
  if (tab.merges.length === 0) return false;
  return tab.merges.some(
    (rect) =>
      row >= rect.startRow &&
      row < rect.endRow &&
      column >= rect.startColumn &&
      column < rect.endColumn &&
      !(row === rect.startRow && column === rect.startColumn),
  );
}
