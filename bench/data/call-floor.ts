/** What a run has to do on one side. */
export interface SideWork {
  /** Rows that the side holds. */
  readonly rows: number;
  /** Creates, updates and deletes that the run makes there. */
  readonly writes: number;
  /** Records that the side no longer shows: each is looked for before the row is taken for deleted. */
  readonly missing: number;
  /** Rows that are to get an id of ours. */
  readonly nameless?: number;
}

export interface Calls {
  readonly reads: number;
  readonly writes: number;
}

/** The fewest calls with which a side can be read whole, compared before each write, and written to. */
export type CallFloor = (work: SideWork) => Calls;

const NOTION_PAGE = 100;
/** One query gives no more: the rest is read in further windows. */
const NOTION_QUERY = 10_000;

/** Every row is read: its schema, its pages, one more for each window. One call per write, one look per 100 of them. */
export const notionFloor: CallFloor = ({ rows, writes, missing }) => ({
  reads:
    1 +
    Math.ceil(rows / NOTION_PAGE) +
    Math.floor(rows / NOTION_QUERY) +
    // Each missing row is looked for, and where one is gone, whether the database itself still stands.
    missing +
    Math.min(missing, 1) +
    Math.ceil(writes / NOTION_PAGE),
  writes,
});

const SHEET_BATCH = 2_000;
const FOUND_AT_ONCE = 50;

/**
 * One window of values, one look and one batch per 2,000 writes, one look per 50 records that are missing. Ids go along
 * with what is written; where nothing is, they take a look and a batch of their own.
 */
export const sheetsFloor: CallFloor = ({ writes, missing, nameless = 0 }) => {
  const batches = Math.max(Math.ceil(writes / SHEET_BATCH), Math.min(nameless, 1));
  return { reads: 1 + Math.ceil(missing / FOUND_AT_ONCE) + batches, writes: batches };
};
