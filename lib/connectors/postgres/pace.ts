const FETCH_SIZE = 4 * 1024 * 1024;
const GROWTH = 16;

/** How many rows to ask for at once: few at first, then as many as their width allows. */
export interface Pace {
  readonly first: number;
  readonly most: number;
}

export const BRISK: Pace = { first: 32, most: 2_000 };

/** For a table whose rows turned out too wide for the stream's byte budget. */
export const CAREFUL: Pace = { first: 16, most: 16 };

/** The next number of rows after `rows` of them came to `size` characters. */
export function nextCount(pace: Pace, rows: number, size: number): number {
  const fitting = Math.floor(FETCH_SIZE / Math.max(1, size / Math.max(1, rows)));
  return Math.max(1, Math.min(pace.most, rows * GROWTH, fitting));
}
