import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { AppError } from "@/lib/errors";
import type { Answer, GoogleClient } from "./client";
import type { TabAddress } from "./config";
import { appErrorOf, type Failure } from "./failure";
import {
  ENTRY_MASK,
  GRID_MASK,
  type Grid,
  gridOf,
  quoteTitle,
  rowsRange,
  TABS_MASK,
  type TabProperties,
  tabsOf,
} from "./grid-read";
import { HEADER_ROW } from "./header";

/** Rows asked for at once; a tab with no more is read in one piece. */
const WINDOW_ROWS = 10_000;
/** Keeps an answer about a wide tab within some tens of megabytes. */
const WINDOW_CELLS = 400_000;

const missing = (): AppError =>
  new AppError("connection-broken", "The tab is no longer in the spreadsheet.", {
    remedy: "Restore the tab from the version history, or choose another tab for this side.",
  });

/** The tab's title and size as last seen, to address it by; each answer says whether it was still so. */
export class Tab {
  readonly address: TabAddress;
  readonly #client: GoogleClient;
  #seen: TabProperties | null = null;
  #otherCells = 0;
  /** Calls made to Google. */
  requests = 0;
  #named = false;

  constructor(client: GoogleClient, address: TabAddress) {
    this.#client = client;
    this.address = address;
  }

  /** Cells of the spreadsheet's other tabs, as last seen. */
  get otherCells(): number {
    return this.#otherCells;
  }

  /** Whether a batch of ours was the last that was done to the tab by this process. */
  get isNamed(): boolean {
    return this.#named;
  }

  forget(): void {
    this.#seen = null;
  }

  /** Title and size; throws `connection-broken` when the tab is gone. */
  async properties(): Promise<TabProperties> {
    if (this.#seen) return this.#seen;
    this.requests += 1;
    const answer = await this.#client.getSpreadsheet(this.address.spreadsheetId, [], TABS_MASK);
    if (!answer.ok) throw appErrorOf(answer.failure);
    const tabs = tabsOf(answer.data);
    const tab = tabs.find(({ sheetId }) => sheetId === this.address.sheetId);
    if (!tab?.grid) throw missing();
    this.#otherCells = tabs.reduce(
      (sum, { sheetId, rowCount, columnCount }) =>
        sheetId === tab.sheetId ? sum : sum + rowCount * columnCount,
      0,
    );
    this.#seen = tab;
    return tab;
  }

  /** Rows of one window of this tab. */
  async windowRows(): Promise<number> {
    const { columnCount } = await this.properties();
    return Math.max(100, Math.min(WINDOW_ROWS, Math.floor(WINDOW_CELLS / Math.max(1, columnCount))));
  }

  /**
   * The header and the rows from `from`, one window of them: the whole tab in one answer if it is small.
   * `end` is the row after the last asked for. Throws AppError.
   */
  async window(from: number): Promise<{ readonly grid: Grid; readonly end: number }> {
    this.#named = false;
    const size = await this.windowRows();
    let end: number | null = null;
    const grid = await this.ask((tab) => {
      end = tab.rowCount <= size ? null : Math.min(from + size, tab.rowCount);
      if (end === null) return [quoteTitle(tab.title)];
      const rows = rowsRange(tab.title, Math.min(from, end - 1), end - 1);
      return from <= HEADER_ROW ? [rows] : [rowsRange(tab.title, HEADER_ROW, HEADER_ROW), rows];
    });
    return { grid, end: end ?? grid.tab.rowCount };
  }

  /** The header and at most `rows` rows below it, with what may be entered there. */
  async sample(rows: number): Promise<Grid> {
    return this.ask(
      (tab) => [rowsRange(tab.title, HEADER_ROW, Math.min(rows + 1, tab.rowCount) - 1)],
      ENTRY_MASK,
    );
  }

  /**
   * One answer about this tab. A title or size that was remembered and is no longer true shows itself as a bad
   * range or as another tab's answer; then both are looked up again, once.
   */
  async ask(rangesOf: (tab: TabProperties) => readonly string[], mask: string = GRID_MASK): Promise<Grid> {
    const remembered = this.#seen !== null;
    const tab = await this.properties();
    const failure = await this.#askOnce(rangesOf(tab), mask);
    if (!("kind" in failure)) return failure;
    this.forget();
    const movable = failure.kind === "rejected" && failure.because === "bad-range";
    if (!remembered || !movable) throw appErrorOf(failure);
    const again = await this.#askOnce(rangesOf(await this.properties()), mask);
    if ("kind" in again) throw appErrorOf(again);
    return again;
  }

  /** One atomic write, tried once; the answer shows the rows asked for as they then stand. */
  async apply(
    body: sheets_v4.Schema$BatchUpdateSpreadsheetRequest,
    mask: string,
  ): Promise<Answer<Grid | null>> {
    this.requests += 1;
    const answer = await this.#client.batchUpdate(this.address.spreadsheetId, body, mask);
    // Rows may have come or gone, and a refusal may be due to a new title.
    this.forget();
    if (!answer.ok) return answer;
    this.#named = true;
    const grid = gridOf(answer.data.updatedSpreadsheet ?? {}, this.address.sheetId);
    if (grid) this.#seen = grid.tab;
    return { ok: true, data: grid };
  }

  async #askOnce(ranges: readonly string[], mask: string): Promise<Grid | Failure> {
    this.requests += 1;
    const answer = await this.#client.getSpreadsheet(this.address.spreadsheetId, ranges, mask);
    if (!answer.ok) return answer.failure;
    const grid = gridOf(answer.data, this.address.sheetId);
    if (!grid) return { kind: "rejected", because: "bad-range" };
    this.#seen = grid.tab;
    return grid;
  }
}
