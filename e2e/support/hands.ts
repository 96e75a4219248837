import type { SideName, SideRows, ThreeSides } from "./three-sides";

/** Notion's page ids of related rows by what stands in the other systems: column to text to page id. */
export type Relations = Readonly<Record<string, ReadonlyMap<string, string>>>;

type Row = SideRows[number];

/** What people do to a registry's rows in the three systems. Values are texts; null clears a cell. */
export class Hands {
  private headers: readonly string[] | undefined;

  constructor(
    private readonly sides: ThreeSides,
    private readonly key: string,
    private readonly relations: Relations = {},
  ) {}

  async editCell(
    side: SideName,
    row: Row,
    change: { readonly column: string; readonly value: string | null },
  ): Promise<void> {
    const { control, sheet, table } = this.sides;
    const { column, value } = change;
    switch (side) {
      case "notion": {
        const entered = this.forNotion(column, value);
        await control.do("notion", "edit-cell", { pageId: row.handle, property: column, value: entered });
        return;
      }
      case "postgres":
        return table.update({ column: this.key, value: row.key }, change);
      case "sheet": {
        const at = { row: Number(row.handle), column: (await this.columns()).indexOf(column) };
        await control.do("google", "edit-cell", { ...sheet, ...at, value: value ?? "" });
        return;
      }
    }
  }

  async create(side: SideName, cells: Readonly<Record<string, string | null>>): Promise<void> {
    const { control, notion, sheet, table } = this.sides;
    switch (side) {
      case "notion": {
        const values = Object.fromEntries(
          Object.entries(cells).map(([column, value]) => [column, this.forNotion(column, value)]),
        );
        await control.do("notion", "create-row", { ...notion, values });
        return;
      }
      case "postgres":
        return table.insert(cells);
      case "sheet": {
        const values = (await this.columns()).map((column) => cells[column] ?? "");
        await control.do("google", "append-row", { ...sheet, values });
        return;
      }
    }
  }

  /** All at once, because rows of a sheet move up. */
  async remove(side: SideName, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const { control, sheet, table } = this.sides;
    switch (side) {
      case "notion":
        await control.do("notion", "trash", { pageIds: rows.map((row) => row.handle) });
        return;
      case "postgres":
        for (const row of rows) await table.remove({ column: this.key, value: row.key });
        return;
      case "sheet":
        await control.do("google", "delete-rows", { ...sheet, rows: rows.map((row) => Number(row.handle)) });
        return;
    }
  }

  private async columns(): Promise<readonly string[]> {
    this.headers ??= await this.sides.headers();
    return this.headers;
  }

  private forNotion(column: string, value: string | null): string | readonly string[] | null {
    const pages = this.relations[column];
    if (!pages || value === null) return value;
    const page = pages.get(value);
    if (!page) throw new Error(`there is no page for ${column} ${value}`);
    return [page];
  }
}
