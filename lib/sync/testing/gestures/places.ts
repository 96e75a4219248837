import { COLUMNS, type Column, type Companies, type Company } from "../companies";
import type { World } from "../world";
import type { Log, Side } from "./log";

/** Names that columns have for the moment, by what they are called otherwise. */
export type Renamed = Map<Column, string>;

interface SheetRow {
  readonly row: number;
  readonly cells: Company;
}
interface NotionRow {
  readonly pageId: string;
  readonly cells: Company;
}

const asCompany = (cell: (column: Column) => unknown): Company => {
  const text = (column: Column) => String(cell(column) ?? "");
  const cells = Object.fromEntries(COLUMNS.map((column) => [column, text(column)])) as Company;
  return { ...cells, Tags: cells.Tags.split(", ").sort().join(", ") };
};

/** The three places of a registry as people find and change them, also while columns are called otherwise. */
export class Places {
  readonly renamed: Readonly<Record<Side, Renamed>> = {
    notion: new Map(),
    postgres: new Map(),
    google: new Map(),
  };

  constructor(
    readonly world: World,
    readonly registry: Companies,
    readonly log: Log,
  ) {}

  nameOf(side: Side, column: Column): string {
    return this.renamed[side].get(column) ?? column;
  }

  get sheet(): { readonly spreadsheetId: string; readonly sheetId: number } {
    const { spreadsheetId, sheetId } = this.registry.sheet;
    return { spreadsheetId, sheetId };
  }

  lines(): string[][] {
    return this.world.google<{ rows: string[][] }>("rows", { ...this.sheet, limit: 10_000 }).rows;
  }

  sheetColumn(column: Column): number {
    return (this.lines()[0] ?? []).indexOf(this.nameOf("google", column));
  }

  sheetRows(): SheetRow[] {
    const lines = this.lines();
    const header = lines[0] ?? [];
    const at = Object.fromEntries(
      COLUMNS.map((column) => [column, header.indexOf(this.nameOf("google", column))]),
    );
    return lines
      .map((line, row) => ({ row, cells: asCompany((column) => line[at[column] ?? -1]) }))
      .filter(({ row, cells }) => row > 0 && COLUMNS.some((column) => cells[column] !== ""));
  }

  sheetRow(code: string): number | null {
    return this.sheetRows().find(({ cells }) => cells.Code === code)?.row ?? null;
  }

  notionRows(dataSourceId = this.registry.notion.dataSourceId): NotionRow[] {
    const { rows } = this.world.notion<{ rows: { pageId: string; cells: Record<string, string> }[] }>(
      "rows",
      { dataSourceId, limit: 10_000 },
    );
    return rows.map(({ pageId, cells }) => ({
      pageId,
      cells: asCompany((column) => cells[this.nameOf("notion", column)]),
    }));
  }

  pageOf(code: string): string | null {
    return this.notionRows().find(({ cells }) => cells.Code === code)?.pageId ?? null;
  }

  async tableRows(): Promise<Company[]> {
    const column = (name: Column) => `"${this.nameOf("postgres", name)}"`;
    const rows = await this.world.sql<Record<Column, unknown>>(
      `select ${COLUMNS.map((name) => `${name === "Tags" ? `array_to_string(${column(name)}, ', ')` : column(name)} as "${name}"`)}
         from ${this.registry.table.name}`,
    );
    return rows.map((row) => asCompany((name) => row[name]));
  }

  async rows(side: Side): Promise<Company[]> {
    if (side === "postgres") return this.tableRows();
    return (side === "notion" ? this.notionRows() : this.sheetRows()).map(({ cells }) => cells);
  }

  /** A gesture in the sheet or in Notion, told by what it changed. */
  watch(side: "notion" | "google", gesture: () => void): void {
    const shown = () => (side === "notion" ? this.notionRows() : this.sheetRows()).map(({ cells }) => cells);
    const before = shown();
    gesture();
    this.log.compare(side, before, shown());
  }

  google<T = unknown>(command: string, input: Record<string, unknown> = {}): T {
    return this.world.google<T>(command, { ...this.sheet, ...input });
  }

  notion<T = unknown>(command: string, input: Record<string, unknown> = {}): T {
    return this.world.notion<T>(command, { dataSourceId: this.registry.notion.dataSourceId, ...input });
  }

  typeInSheet(row: number, column: number, value: string): void {
    this.google("edit-cell", { row, column, value });
  }

  async edit(side: Side, code: string, column: Column, value: string): Promise<void> {
    if (side === "postgres") return this.editTable(code, column, value);
    this.watch(side, () => {
      if (side === "google") {
        const [row, at] = [this.sheetRow(code), this.sheetColumn(column)];
        if (row !== null && at >= 0) this.typeInSheet(row, at, value);
        return;
      }
      const pageId = this.pageOf(code);
      const property = this.nameOf("notion", column);
      if (pageId !== null) this.notion("edit-cell", { pageId, property, value: typed(column, value) });
    });
  }

  async add(side: Side, cells: Company): Promise<void> {
    if ((await this.rows(side)).some(({ Code }) => Code === cells.Code)) return;
    if (side === "postgres") {
      const names = COLUMNS.map((column) => `"${this.nameOf("postgres", column)}"`);
      await this.world.sql(
        `insert into ${this.registry.table.name} (${names}) values (${COLUMNS.map((_, at) => `$${at + 1}`)})`,
        COLUMNS.map((column) => typed(column, cells[column])),
      );
      return this.log.put("postgres", cells);
    }
    this.watch(side, () => {
      if (side === "notion") {
        const values = COLUMNS.map((column) => [this.nameOf("notion", column), typed(column, cells[column])]);
        this.notion("create-row", { values: Object.fromEntries(values) });
        return;
      }
      const header = this.lines()[0] ?? [];
      const at = new Map(COLUMNS.map((column) => [this.nameOf("google", column), cells[column]]));
      this.google("append-row", { values: header.map((name) => at.get(name) ?? "") });
    });
  }

  async remove(side: Side, code: string): Promise<void> {
    if (side === "postgres") {
      const was = (await this.tableRows()).find(({ Code }) => Code === code);
      const text = `delete from ${this.registry.table.name} where "${this.nameOf("postgres", "Code")}" = $1 returning 1`;
      if ((await this.world.sql(text, [code])).length > 0 && was) this.log.gone("postgres", was);
      return;
    }
    this.watch(side, () => {
      const [row, pageId] = side === "google" ? [this.sheetRow(code), null] : [null, this.pageOf(code)];
      if (row !== null) this.google("delete-rows", { rows: [row] });
      if (pageId !== null) this.notion("trash", { pageIds: [pageId] });
    });
  }

  private async editTable(code: string, column: Column, value: string): Promise<void> {
    const was = (await this.tableRows()).find(({ Code }) => Code === code);
    const [name, key] = [this.nameOf("postgres", column), this.nameOf("postgres", "Code")];
    const changed = await this.world.sql(
      `update ${this.registry.table.name} set "${name}" = $2 where "${key}" = $1 returning 1`,
      [code, typed(column, value)],
    );
    if (!was || changed.length === 0) return;
    if (column !== "Code") return this.log.edit("postgres", code, { column, from: was[column], value });
    this.log.gone("postgres", was);
    this.log.put("postgres", { ...was, Code: value });
  }
}

function typed(column: Column, value: string): unknown {
  if (value === "") return null;
  if (column === "Staff") return Number(value);
  return column === "Tags" ? value.split(", ") : value;
}
