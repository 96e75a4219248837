import { changedKeys } from "./changes.js";
import { command } from "./command.js";
import { editCell, isEditing } from "./edit-cell.js";
import { attempt, byId, fillSelect } from "./element.js";
import { cellKey, drawNotionTable, isTyped, typedValue } from "./notion-table.js";
import { drawNotionTools } from "./notion-tools.js";
import { drawPager } from "./pager.js";
import { askedTitle, confirmed } from "./question.js";
import { remember, remembered } from "./remembered.js";
import { walkGrid } from "./walk-grid.js";

const SIZE = 50;
const SEARCH_AFTER_MS = 200;

/** The pretended Notion: one data source at a time, as its owner sees it. */
export class NotionPanel {
  #source = remembered("source");
  #tables = [];
  #rows = [];
  #columns = [];
  #total = 0;
  #offset = 0;
  #selected = new Set();
  /** What was drawn last: which view, and each cell's text. */
  #drawn;
  #asked = 0;
  #isStale = false;
  #table = byId("notion-table");

  constructor() {
    walkGrid(this.#table, (cell) => this.#edit(cell));
    byId("notion-source").onchange = ({ target }) => this.#show({ source: target.value });
    byId("notion-trash-view").onchange = () => this.#show({});
    let typing;
    byId("notion-search").oninput = () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.#show({}), SEARCH_AFTER_MS);
    };
    byId("notion-reload").onclick = () => this.refresh();
    byId("notion-new").onclick = () => this.#newTable();
    byId("notion-share").onclick = () =>
      this.#run(this.#current?.shared ? "unshare" : "share", { dataSourceId: this.#source });
    byId("notion-create").onclick = () => this.#createRow();
    byId("notion-trash").onclick = () => this.#run("trash", { pageIds: [...this.#selected] });
    byId("notion-restore").onclick = () => this.#run("restore", { pageIds: [...this.#selected] });
    byId("notion-purge").onclick = () => this.#purge();
  }

  get #current() {
    return this.#tables.find(({ dataSourceId }) => dataSourceId === this.#source);
  }

  get #inTrash() {
    return byId("notion-trash-view").checked;
  }

  /** Reads everything anew; while a person types, it waits for the end of that. */
  async refresh() {
    this.#isStale = isEditing();
    if (this.#isStale) return;
    const asked = ++this.#asked;
    await attempt(byId("notion-trouble"), async () => {
      const tables = await command("notion", "list-tables");
      const source = (tables.find((one) => one.dataSourceId === this.#source) ?? tables[0])?.dataSourceId;
      const found = source === undefined ? NOTHING : await this.#read(source);
      if (asked !== this.#asked) return;
      this.#isStale = isEditing();
      if (this.#isStale) return;
      this.#tables = tables;
      this.#source = source;
      this.#draw(found);
    });
  }

  async #read(dataSourceId) {
    const read = () =>
      command("notion", "rows", {
        dataSourceId,
        search: byId("notion-search").value,
        inTrash: this.#inTrash,
        limit: SIZE,
        offset: this.#offset,
      });
    const found = await read();
    if (this.#offset === 0 || this.#offset < found.total) return found;
    this.#offset = Math.max(0, Math.floor((found.total - 1) / SIZE) * SIZE);
    return read();
  }

  #draw({ columns, rows, total }) {
    this.#columns = columns;
    this.#rows = rows;
    this.#selected = this.#selected.intersection(new Set(rows.map(({ pageId }) => pageId)));
    fillSelect(
      byId("notion-source"),
      this.#tables.map(({ dataSourceId, title, rows: count, inTrash }) => ({
        value: dataSourceId,
        label: `${title || "Untitled"} (${count.toLocaleString("en")})${inTrash ? ", in the trash" : ""}`,
      })),
      this.#source,
    );
    remember({ source: this.#source });
    this.#total = total;
    this.#drawTools();
    drawPager(byId("notion-pager"), {
      offset: this.#offset,
      size: SIZE,
      total,
      noun: "rows",
      go: (offset) => this.#show({ offset }),
    });
    const view = JSON.stringify([this.#source, this.#offset, this.#inTrash, byId("notion-search").value]);
    const texts = new Map(
      rows.flatMap((row) => columns.map((column) => [cellKey(row.pageId, column), row.cells[column.name]])),
    );
    const changed = changedKeys(this.#drawn?.view === view ? this.#drawn.texts : undefined, texts);
    this.#drawn = { view, texts };
    this.#drawTable(changed);
  }

  #drawTable(changed = new Set()) {
    drawNotionTable(this.#table, {
      columns: this.#columns,
      rows: this.#rows,
      selected: this.#selected,
      changed,
      chosen: () => {
        this.#drawTable();
        this.#drawTools();
      },
      renamed: (column, cell) => this.#rename(column, cell),
      ticked: (row, column, box) => this.#tick(row, column, box),
    });
  }

  #drawTools() {
    drawNotionTools({
      table: this.#current,
      isInTrash: this.#inTrash,
      isSearched: byId("notion-search").value !== "",
      total: this.#total,
      selected: this.#selected.size,
    });
  }

  #show({ source = this.#source, offset = 0 }) {
    this.#source = source;
    this.#offset = offset;
    this.#selected.clear();
    this.#table.parentElement.scrollTop = 0;
    return this.refresh();
  }

  #run(name, input) {
    return attempt(byId("notion-trouble"), async () => {
      await command("notion", name, input);
      this.#selected.clear();
      await this.refresh();
    });
  }

  #closed = () => {
    if (this.#isStale) void this.refresh();
  };

  #edit(cell) {
    const pageId = cell.parentElement.dataset.page;
    const column = this.#columns.find(({ id }) => id === cell.dataset.column);
    const row = this.#rows.find((one) => one.pageId === pageId);
    if (!row || !column || row.inTrash || !isTyped(column) || column.type === "checkbox") return;
    const property = this.#current?.properties.find(({ id }) => id === column.id);
    const isChoice = column.type === "select" || column.type === "status";
    editCell(cell, {
      text: row.cells[column.name] ?? "",
      label: `${column.name} of row ${row.number}`,
      ...(isChoice ? { options: property?.options ?? [] } : {}),
      isLine: column.type !== "title" && column.type !== "rich_text",
      save: (text) => this.#save(pageId, column, text),
      closed: this.#closed,
    });
  }

  async #save(pageId, column, text) {
    const value = typedValue(column, text);
    await command("notion", "edit-cell", { pageId, property: column.id, value });
    this.#isStale = true;
  }

  async #tick(row, column, box) {
    const input = { pageId: row.pageId, property: column.id, value: box.checked };
    await attempt(byId("notion-trouble"), async () => {
      try {
        await command("notion", "edit-cell", input);
      } catch (error) {
        box.checked = !box.checked;
        throw error;
      }
      await this.refresh();
    });
  }

  #rename(column, cell) {
    editCell(cell, {
      text: column.name,
      label: `New name of the property ${column.name}`,
      isLine: true,
      save: async (name) => {
        await command("notion", "rename-property", {
          dataSourceId: this.#source,
          property: column.id,
          name,
        });
        this.#isStale = true;
      },
      closed: this.#closed,
    });
  }

  async #createRow() {
    await this.#run("create-row", { dataSourceId: this.#source, values: {} });
    const { rows: total = 0 } = this.#current ?? {};
    byId("notion-search").value = "";
    byId("notion-trash-view").checked = false;
    await this.#show({ offset: Math.max(0, Math.floor((total - 1) / SIZE) * SIZE) });
    const title = this.#columns.findIndex(({ type }) => type === "title");
    const cell = this.#table.rows[this.#rows.length]?.cells[title + 1];
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (cell) this.#edit(cell);
  }

  async #purge() {
    const count = this.#selected.size;
    const noun = count === 1 ? "row" : "rows";
    if (await confirmed(`Delete ${count} ${noun} for good? This cannot be undone.`, "Delete for good"))
      await this.#run("purge", { pageIds: [...this.#selected] });
  }

  async #newTable() {
    const title = await askedTitle("A new pretended Notion table.", "Create");
    if (title === undefined) return;
    await attempt(byId("notion-trouble"), async () => {
      const properties = { Name: "title", Notes: "rich_text", Amount: "number", Status: "select" };
      const made = await command("notion", "create-database", { title, properties });
      await this.#show({ source: made.dataSourceId });
    });
  }
}

const NOTHING = { columns: [], rows: [], total: 0 };
