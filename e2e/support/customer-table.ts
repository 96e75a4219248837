import pg from "pg";

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** One table of the customer's own database. A server that goes away is a rejected query, never a crash. */
export class CustomerTable {
  private readonly pool: pg.Pool;
  readonly name: string;

  constructor(at: { readonly url: string; readonly schema: string; readonly table: string }) {
    this.pool = new pg.Pool({ connectionString: at.url, max: 2 });
    this.pool.on("error", () => {});
    this.name = `${quoted(at.schema)}.${quoted(at.table)}`;
  }

  async query<T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(text, [...values])).rows;
  }

  /** Every row, each cell as text, null as the empty text. */
  async rows(): Promise<Record<string, string>[]> {
    const found = await this.query(`select to_jsonb(t) as cells from ${this.name} t`);
    return found.map(({ cells }) =>
      Object.fromEntries(
        Object.entries(cells as Record<string, unknown>).map(([name, value]) => [name, String(value ?? "")]),
      ),
    );
  }

  async insert(cells: Readonly<Record<string, string | null>>): Promise<void> {
    const names = Object.keys(cells);
    await this.query(
      `insert into ${this.name} (${names.map(quoted).join(", ")}) values (${names.map((_, at) => `$${at + 1}`).join(", ")})`,
      Object.values(cells),
    );
  }

  async update(
    where: { readonly column: string; readonly value: string },
    change: { readonly column: string; readonly value: string | null },
  ): Promise<void> {
    await this.query(
      `update ${this.name} set ${quoted(change.column)} = $1 where ${quoted(where.column)} = $2`,
      [change.value, where.value],
    );
  }

  async remove(where: { readonly column: string; readonly value: string }): Promise<void> {
    await this.query(`delete from ${this.name} where ${quoted(where.column)} = $1`, [where.value]);
  }

  /** A text that changes when anything writes to the table, even the same values. */
  async writeMark(): Promise<string> {
    const [mark] = await this.query<{ mark: string }>(
      `select md5(string_agg(ctid::text || xmin::text, ',' order by ctid)) as mark from ${this.name}`,
    );
    return mark?.mark ?? "";
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
