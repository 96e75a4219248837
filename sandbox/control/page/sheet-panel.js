import { changedKeys } from "./changes.js";
import { openColumnMenu } from "./column-menu.js";
import { command } from "./command.js";
import { editCell, isEditing } from "./edit-cell.js";
import { attempt, byId, fillSelect, tell } from "./element.js";
import { drawPager } from "./pager.js";
import { askedTitle, confirmed } from "./question.js";
import { remember, remembered } from "./remembered.js";
import { columnLetters, drawSheetGrid, gridKey } from "./sheet-grid.js";
import { walkGrid } from "./walk-grid.js";

const SIZE = 50;
/** Empty rows and columns shown past the content, to type into. */
const SPARE_ROWS = 5;
const SPARE_COLUMNS = 1;
const LEAST_COLUMNS = 6;

/** The pretended Google Sheets: one tab at a time, as the spreadsheet's owner sees it. */
export class SheetPanel {
  #book = remembered("book");
  #sheet = remembered("tab");
  #books = [];
  /** What the tab showed last: its size, the first row, the rows of this page. */
  #shown = NOTHING;
  /** Counted without the first row, which is always on top. */
  #offset = 0;
  #selected = new Set();
  #drawn;
  #asked = 0;
  #isStale = false;
  #grid = byId("google-grid");

  constructor() {
    walkGrid(this.#grid, (cell) => this.#edit(cell));
    byId("google-book").onchange = ({ target }) => this.#show({ book: target.value, sheet: undefined });
    byId("google-tab").onchange = ({ target }) => this.#show({ sheet: target.value });
    byId("google-reload").onclick = () => this.refresh();
    byId("google-new").onclick = () => this.#newBook();
    byId("google-insert").onclick = () => this.#onUnmoved("insert-row", { row: Math.min(...this.#selected) });
    byId("google-delete").onclick = () => this.#onUnmoved("delete-rows", { rows: [...this.#selected] });
    byId("google-clear").onclick = () => this.#clear();
  }

  get #tab() {
    return { spreadsheetId: this.#book, sheetId: Number(this.#sheet) };
  }

  /** Reads everything anew; while a person types, it waits for the end of that. */
  async refresh() {
    this.#isStale = isEditing();
    if (this.#isStale) return;
    const asked = ++this.#asked;
    await attempt(byId("google-trouble"), async () => {
      const books = await command("google", "list-spreadsheets");
      const book = books.find(({ spreadsheetId }) => spreadsheetId === this.#book) ?? books[0];
      const sheets = book?.sheets ?? [];
      const sheet = sheets.find(({ sheetId }) => String(sheetId) === this.#sheet) ?? sheets[0];
      const tab = { spreadsheetId: book?.spreadsheetId, sheetId: sheet?.sheetId };
      const shown = sheet === undefined ? NOTHING : await this.#read(tab);
      if (asked !== this.#asked) return;
      this.#isStale = isEditing();
      if (this.#isStale) return;
      this.#books = books;
      this.#book = tab.spreadsheetId;
      this.#sheet = sheet && String(sheet.sheetId);
      this.#draw(shown, sheets);
    });
  }

  async #read(tab) {
    const top = await command("google", "rows", { ...tab, limit: 1 });
    const rowCount = Math.max(0, Math.min(top.rowCount, top.total + SPARE_ROWS) - 1);
    if (this.#offset >= rowCount) this.#offset = Math.max(0, Math.floor((rowCount - 1) / SIZE) * SIZE);
    const first = this.#offset + 1;
    const limit = Math.min(SIZE, rowCount - this.#offset);
    const { rows } = await command("google", "rows", { ...tab, offset: first, limit });
    const blank = Array.from({ length: limit - rows.length }, () => []);
    const head = top.rows[0] ?? [];
    const used = Math.max(head.length, ...rows.map((row) => row.length));
    const width = Math.min(top.columnCount, Math.max(LEAST_COLUMNS, used + SPARE_COLUMNS));
    return { ...top, rowCount, allRows: top.rowCount, first, head, rows: [...rows, ...blank], width };
  }

  #draw(shown, sheets) {
    this.#shown = shown;
    const books = this.#books.map(({ spreadsheetId, title }) => ({ value: spreadsheetId, label: title }));
    fillSelect(byId("google-book"), books, this.#book);
    const tabs = sheets.map(({ sheetId, title }) => ({ value: String(sheetId), label: title }));
    fillSelect(byId("google-tab"), tabs, this.#sheet);
    remember({ book: this.#book, tab: this.#sheet });
    const isThere = this.#sheet !== undefined;
    this.#grid.hidden = !isThere;
    byId("google-clear").disabled = !isThere;
    byId("google-size").textContent = isThere
      ? `Grid of ${shown.allRows.toLocaleString("en")} × ${shown.columnCount}`
      : "";
    tell(byId("google-empty"), isThere ? "" : "No spreadsheet yet: make one above.");
    drawPager(byId("google-pager"), {
      offset: this.#offset,
      size: SIZE,
      total: shown.rowCount,
      noun: "rows below the first, spare ones included",
      go: (offset) => this.#show({ offset }),
    });
    this.#drawChanged();
  }

  #drawChanged() {
    const { head, rows, first } = this.#shown;
    const view = JSON.stringify([this.#book, this.#sheet, this.#offset]);
    const before = this.#drawn?.view === view ? this.#drawn : undefined;
    const lines = [[0, head], ...rows.map((row, step) => [first + step, row])];
    const texts = new Map(
      lines.flatMap(([row, cells]) =>
        Array.from({ length: this.#shown.width }, (_, column) => [gridKey(row, column), cells[column] ?? ""]),
      ),
    );
    this.#drawn = { view, texts };
    // Selection goes by row number, so it means nothing once other content stands there.
    for (const row of this.#selected)
      if (!before || this.#textsOf(before.texts, row) !== this.#textsOf(texts, row))
        this.#selected.delete(row);
    this.#drawGrid(changedKeys(before?.texts, texts));
  }

  #textsOf(texts, row) {
    const cells = Array.from({ length: this.#shown.width }, (_, column) => texts.get(gridKey(row, column)));
    return JSON.stringify(cells.map((text) => text ?? ""));
  }

  #drawGrid(changed = new Set()) {
    drawSheetGrid(this.#grid, {
      ...this.#shown,
      selected: this.#selected,
      changed,
      chosen: () => this.#drawGrid(),
      menu: (column, button) => this.#menu(column, button),
    });
    const none = this.#selected.size === 0;
    byId("google-insert").disabled = byId("google-delete").disabled = none;
  }

  #show({ book = this.#book, offset = 0, ...given }) {
    this.#book = book;
    if ("sheet" in given) this.#sheet = given.sheet;
    this.#offset = offset;
    this.#selected.clear();
    this.#grid.parentElement.scrollTop = 0;
    return this.refresh();
  }

  #run(name, input) {
    return attempt(byId("google-trouble"), async () => {
      await command("google", name, { ...this.#tab, ...input });
      this.#selected.clear();
      await this.refresh();
    });
  }

  /** Rows go by number: does nothing when the API moved or changed the selected ones meanwhile. */
  #onUnmoved(name, input) {
    return attempt(byId("google-trouble"), async () => {
      for (const row of this.#selected) await this.#checkUnmoved(row);
      await this.#run(name, input);
    });
  }

  async #checkUnmoved(row) {
    const { rows } = await command("google", "rows", { ...this.#tab, offset: row, limit: 1 });
    const { head, rows: shown, first } = this.#shown;
    const seen = row === 0 ? head : (shown[row - first] ?? []);
    const now = rows[0] ?? [];
    const width = Math.max(seen.length, now.length);
    for (let column = 0; column < width; column++)
      if ((seen[column] ?? "") !== (now[column] ?? ""))
        throw new Error(`Row ${row + 1} has changed meanwhile. Reload, look again and repeat.`);
  }

  #closed = () => {
    if (this.#isStale) void this.refresh();
  };

  #edit(cell) {
    const row = Number(cell.parentElement.dataset.row);
    const column = Number(cell.dataset.column);
    if (Number.isNaN(row) || Number.isNaN(column)) return;
    const { head, rows, first } = this.#shown;
    const cells = row === 0 ? head : rows[row - first];
    editCell(cell, {
      text: cells?.[column] ?? "",
      label: `Cell ${columnLetters(column)}${row + 1}`,
      save: async (value) => {
        await this.#checkUnmoved(row);
        const [name, input] = row === 0 ? ["rename-header", { name: value }] : ["edit-cell", { row, value }];
        await command("google", name, { ...this.#tab, column, ...input });
        this.#isStale = true;
      },
      closed: this.#closed,
    });
  }

  #menu(column, button) {
    const title = `Column ${columnLetters(column)}${this.#shown.head[column] ? `, ${this.#shown.head[column]}` : ""}`;
    openColumnMenu(button, title, (action) => {
      if (action === "rename") this.#edit(this.#grid.rows[1].cells[column + 1]);
      else void this.#run("sort", { column, descending: action === "descending" });
    });
  }

  async #clear() {
    const tab = byId("google-tab").selectedOptions[0]?.textContent;
    if (await confirmed(`Clear all cells of the tab ${tab}?`, "Clear")) await this.#run("clear-tab", {});
  }

  async #newBook() {
    const title = await askedTitle("A new pretended spreadsheet.", "Create");
    if (title === undefined) return;
    await attempt(byId("google-trouble"), async () => {
      const sheets = [{ title: "Sheet1", rows: [["Name", "Notes", "Amount", "Status"]] }];
      const made = await command("google", "create-spreadsheet", { title, sheets });
      await this.#show({ book: made.spreadsheetId, sheet: undefined });
    });
  }
}

const NOTHING = { rowCount: 0, allRows: 0, columnCount: 0, first: 1, head: [], rows: [], width: 0 };
