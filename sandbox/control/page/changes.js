/** More than this at once is another order of rows rather than edits worth pointing at. */
const MOST = 60;

/** Compares what a table showed with what it shows now. Both map a cell's key to its text. */
export function changedKeys(before, now) {
  if (before === undefined) return new Set();
  const changed = [...now].filter(([key, text]) => before.get(key) !== text).map(([key]) => key);
  return new Set(changed.length > MOST ? [] : changed);
}
