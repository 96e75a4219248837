import { CustomerTable } from "./customer-table";
import { type Ready, type ReadyRegistry, sideOn } from "./ready";
import { SandboxControl } from "./sandbox-control";

export const SIDES = ["notion", "postgres", "sheet"] as const;
export type SideName = (typeof SIDES)[number];

/** Texts by column; numbers in their shortest form. */
export type Cells = Readonly<Record<string, string>>;

/** Rows as they stand on one side, in its order; a key that stands there twice is there twice. */
export type SideRows = readonly { readonly key: string; readonly cells: Cells; readonly handle: string }[];

const EVERYTHING = 1_000_000;

/**
 * One registry on its three systems, seen and changed from outside: by a person's hands in Notion and the sheet, by
 * SQL in the database. `numbers` are the columns whose texts are compared as numbers.
 */
export class ThreeSides {
  readonly control: SandboxControl;
  readonly table: CustomerTable;
  readonly notion: { readonly dataSourceId: string };
  readonly sheet: { readonly spreadsheetId: string; readonly sheetId: number };
  private readonly key: string;

  constructor(
    ready: Ready,
    registry: ReadyRegistry,
    private readonly numbers: readonly string[],
  ) {
    this.control = new SandboxControl(ready.sandbox.control);
    this.table = new CustomerTable(sideOn(registry, "postgres").location);
    this.notion = { dataSourceId: sideOn(registry, "notion").location.dataSourceId };
    const { spreadsheetId, sheetId } = sideOn(registry, "google-sheets").location;
    this.sheet = { spreadsheetId, sheetId };
    this.key = registry.key[0] ?? "";
  }

  async read(): Promise<Record<SideName, SideRows>> {
    const [notion, postgres, sheet] = await Promise.all([
      this.readNotion(),
      this.readTable(),
      this.readSheet(),
    ]);
    return { notion, postgres, sheet };
  }

  /** A sheet's handle of a row is its index, which holds until rows move. */
  async headers(): Promise<string[]> {
    const { rows } = await this.control.do<{ rows: string[][] }>("google", "rows", {
      ...this.sheet,
      limit: 1,
    });
    return rows[0] ?? [];
  }

  close(): Promise<void> {
    return this.table.close();
  }

  private async readNotion(): Promise<SideRows> {
    const found = await this.control.do<{
      rows: { pageId: string; cells: Record<string, string> }[];
    }>("notion", "rows", { ...this.notion, limit: EVERYTHING });
    return found.rows.map(({ pageId, cells }) => this.asRow(cells, pageId));
  }

  private async readTable(): Promise<SideRows> {
    const rows = await this.table.rows();
    return rows.map((cells) => this.asRow(cells, cells[this.key] ?? ""));
  }

  private async readSheet(): Promise<SideRows> {
    const { rows } = await this.control.do<{ rows: string[][] }>("google", "rows", {
      ...this.sheet,
      limit: EVERYTHING,
    });
    const [headers = [], ...lines] = rows;
    return lines.flatMap((line, at) => {
      if (line.every((cell) => cell === "")) return [];
      const cells = Object.fromEntries(headers.map((header, column) => [header, line[column] ?? ""]));
      return [this.asRow(cells, String(at + 1))];
    });
  }

  private asRow(cells: Record<string, string>, handle: string): SideRows[number] {
    const plain = Object.fromEntries(
      Object.entries(cells).map(([name, text]) => [
        name,
        text !== "" && this.numbers.includes(name) ? String(Number(text)) : text,
      ]),
    );
    return { key: plain[this.key] ?? "", cells: plain, handle };
  }
}
