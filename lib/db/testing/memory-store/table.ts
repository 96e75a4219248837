/** What Postgres refuses, under its code: 23505 = taken, 23503 = refers to nothing, 23502 = missing, 21000 = twice. */
export class Refused extends Error {
  constructor(
    readonly code: "23505" | "23503" | "23502" | "21000" | "42P07" | "34000" | "25P02" | "57P01",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "Refused";
  }
}

/** How to take back what a transaction has done so far, newest last. */
export type Journal = (() => void)[];

export interface TableShape<Row> {
  readonly name: string;
  /** Rows are looked up by the part that they belong to: a run, a side, a registry. */
  partOf(row: Row): string;
  /** The primary key within the part. */
  keyOf(row: Row): string;
  /** Whether two rows of one part may not stand beside each other: a unique index besides the primary key. */
  readonly clash?: (a: Row, b: Row) => boolean;
  /** Columns that are not null. */
  readonly required?: readonly (keyof Row)[];
}

/** One table: frozen rows that are replaced, never changed. Every change notes in the journal how to undo it. */
export class Table<Row extends object> {
  private readonly parts = new Map<string, Map<string, Row>>();

  constructor(
    private readonly shape: TableShape<Row>,
    private readonly journal: Journal,
  ) {}

  /** The rows of one part, oldest first. */
  of(part: string): Row[] {
    const rows = this.parts.get(part);
    return rows ? [...rows.values()] : [];
  }

  all(): Row[] {
    return [...this.parts.values()].flatMap((rows) => [...rows.values()]);
  }

  get(part: string, key: string): Row | undefined {
    return this.parts.get(part)?.get(key);
  }

  /** Throws `Refused` where Postgres would. */
  insert(row: Row): Row {
    this.requireColumns(row);
    const [part, key] = [this.shape.partOf(row), this.shape.keyOf(row)];
    if (this.parts.get(part)?.has(key)) throw this.taken();
    return this.write(part, key, row);
  }

  /** Whether the row could not be inserted: what `on conflict do nothing` passes over. */
  isTaken(row: Row): boolean {
    const rows = this.parts.get(this.shape.partOf(row));
    return rows !== undefined && (rows.has(this.shape.keyOf(row)) || this.clashes(row, rows));
  }

  /** Puts the changed row in the place of `row`, whose part and key it keeps. */
  update(row: Row, change: Partial<Row>): Row {
    const changed = { ...row, ...change };
    this.requireColumns(changed);
    return this.write(this.shape.partOf(row), this.shape.keyOf(row), changed);
  }

  delete(row: Row): void {
    const [part, key] = [this.shape.partOf(row), this.shape.keyOf(row)];
    const rows = this.parts.get(part);
    const held = rows?.get(key);
    if (!rows || !held) return;
    rows.delete(key);
    this.journal.push(() => rows.set(key, held));
  }

  /** Empties the table past every transaction, as a crash does to one that is not logged. */
  lose(): void {
    this.parts.clear();
  }

  private write(part: string, key: string, row: Row): Row {
    const rows = this.parts.get(part) ?? new Map<string, Row>();
    if (this.clashes(row, rows)) throw this.taken();
    const before = rows.get(key);
    this.parts.set(part, rows);
    rows.set(key, Object.freeze(row));
    this.journal.push(() => {
      if (before) rows.set(key, before);
      else rows.delete(key);
    });
    return row;
  }

  private requireColumns(row: Row): void {
    const missing = this.shape.required?.find((column) => row[column] === null || row[column] === undefined);
    if (missing !== undefined) throw new Refused("23502", `${this.shape.name}.${String(missing)} is null`);
  }

  private clashes(row: Row, rows: ReadonlyMap<string, Row>): boolean {
    const { clash, keyOf } = this.shape;
    if (!clash) return false;
    const key = keyOf(row);
    for (const [other, held] of rows) if (other !== key && clash(held, row)) return true;
    return false;
  }

  private taken(): Refused {
    return new Refused("23505", `a key of ${this.shape.name} is taken`);
  }
}
