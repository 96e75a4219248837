import type { Clock } from "../clock";
import type { Store } from "../store";
import type { FileEvent } from "./file-event";
import { type Book, draftOf, type Role, type Row, type Tab } from "./grid";

const BOOKS = "google.book";
const ROWS = "google.row";

type StoredTab = Omit<Tab, "rows" | "namedRanges" | "tables"> &
  Partial<Pick<Tab, "namedRanges" | "tables">> & { readonly order: readonly (readonly [number, number])[] };
type StoredBook = Omit<Book, "tabs"> & { readonly tabs: readonly StoredTab[] };
interface StoredRow extends Row {
  readonly book: string;
}

/** All spreadsheets: in memory, each commit written through. A change is a draft that is kept whole or dropped. */
export class Library {
  private readonly books = new Map<string, Book>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    /** Hears of everything that Drive shows of a file, once Drive shows it. */
    private readonly tell: (event: FileEvent, book: Book | undefined) => void,
  ) {
    const rows = new Map<string, Row>();
    for (const { book, ...row } of store.all<StoredRow>(ROWS)) rows.set(`${book}/${row.id}`, revived(row));
    for (const stored of store.all<StoredBook>(BOOKS)) this.books.set(stored.id, bookOf(stored, rows));
  }

  get(id: string): Book | undefined {
    return this.books.get(id);
  }

  list(): Book[] {
    return [...this.books.values()];
  }

  /** Adds a new spreadsheet. */
  add(book: Book): Book {
    this.write(undefined, book);
    this.tell(eventOf(book, "add", ["content", "properties"]), book);
    return book;
  }

  /** Deletes a spreadsheet for good. */
  remove(id: string): void {
    const book = this.books.get(id);
    if (book === undefined) throw new Error("no such spreadsheet");
    this.store.atomically(() => {
      for (const row of rowsById(book).keys()) this.store.delete(ROWS, `${id}/${row}`);
      this.store.delete(BOOKS, id);
    });
    this.books.delete(id);
    this.tell(eventOf(book, "remove", []), undefined);
  }

  /** Runs `work` on a draft; what it leaves becomes the state, unless it throws. */
  change<T>(id: string, work: (draft: Book) => T): T {
    const before = this.books.get(id);
    if (before === undefined) throw new Error("no such spreadsheet");
    const draft = draftOf(before);
    const result = work(draft);
    const now = this.clock.now();
    draft.changedAt = now;
    draft.version += 1;
    draft.pendingSince ??= now;
    this.write(before, draft);
    return result;
  }

  /** Changes who may see the file; not an edit, so neither version nor time moves. */
  share(id: string, people: Record<string, Role>, projects: string[]): void {
    const before = this.books.get(id);
    if (before === undefined) throw new Error("no such spreadsheet");
    const after = { ...draftOf(before), people, projects };
    this.write(before, after);
    this.tell(
      {
        ...eventOf(before, "update", ["permissions"]),
        people: [...new Set([...Object.keys(before.people), ...Object.keys(people)])],
      },
      after,
    );
  }

  /** Renames or throws away, or takes out of the bin: the file is told of at once, its cells stay as they are. */
  describe(id: string, what: "update" | "trash" | "untrash", work: (draft: Book) => void): void {
    const before = this.books.get(id);
    if (before === undefined) throw new Error("no such spreadsheet");
    const draft = draftOf(before);
    work(draft);
    draft.version += 1;
    const renamed = what === "update" ? { modifiedTime: this.clock.now() } : {};
    draft.published = { ...draft.published, ...renamed, version: draft.version };
    this.write(before, draft);
    this.tell(eventOf(draft, what, what === "update" ? ["properties"] : []), draft);
  }

  /** Publishes every spreadsheet whose oldest unpublished change is `lagMs` old. */
  publishDue(lagMs: number): void {
    for (const [id, { pendingSince }] of this.books)
      if (pendingSince !== undefined) this.published(id, lagMs);
  }

  /** What Drive shows now: changes appear together once the oldest unpublished one is `lagMs` old. */
  published(id: string, lagMs: number): Book["published"] {
    const book = this.books.get(id);
    if (book === undefined) throw new Error("no such spreadsheet");
    if (book.pendingSince !== undefined && this.clock.now() - book.pendingSince >= lagMs) {
      const { pendingSince: _, ...rest } = book;
      const shown = {
        ...draftOf(rest),
        published: { modifiedTime: book.changedAt, version: book.version },
      };
      this.write(book, shown);
      this.tell(eventOf(shown, "update", ["content", "properties"]), shown);
    }
    return (this.books.get(id) ?? book).published;
  }

  private write(before: Book | undefined, after: Book): void {
    this.store.atomically(() => {
      const old = rowsById(before);
      const kept = new Set<number>();
      for (const tab of after.tabs)
        for (const row of tab.rows) {
          if (row === undefined) continue;
          kept.add(row.id);
          if (old.get(row.id) !== row)
            this.store.put(ROWS, `${after.id}/${row.id}`, { ...row, book: after.id });
        }
      for (const id of old.keys()) if (!kept.has(id)) this.store.delete(ROWS, `${after.id}/${id}`);
      this.store.put(BOOKS, after.id, storedOf(after));
    });
    this.books.set(after.id, after);
  }
}

const eventOf = (book: Book, what: FileEvent["what"], changed: FileEvent["changed"]): FileEvent => ({
  fileId: book.id,
  what,
  changed,
  people: Object.keys(book.people),
  projects: book.projects,
});

function rowsById(book: Book | undefined): Map<number, Row> {
  const rows = new Map<number, Row>();
  for (const tab of book?.tabs ?? [])
    for (const row of tab.rows) if (row !== undefined) rows.set(row.id, row);
  return rows;
}

/** JSON turns a missing cell into null. */
const revived = (row: Row): Row => ({ ...row, cells: row.cells.map((cell) => cell ?? undefined) });

// Runs of consecutive ids, [first, length]; id -1 stands for rows without an object.
function storedOf(book: Book): StoredBook {
  return {
    ...book,
    tabs: book.tabs.map(({ rows, ...tab }) => {
      const order: [number, number][] = [];
      for (const row of rows) {
        const id = row?.id ?? -1;
        const last = order.at(-1);
        if (last !== undefined && (id === -1 ? last[0] === -1 : last[0] !== -1 && last[0] + last[1] === id))
          last[1] += 1;
        else order.push([id, 1]);
      }
      return { ...tab, order };
    }),
  };
}

function bookOf(stored: StoredBook, rows: ReadonlyMap<string, Row>): Book {
  return {
    ...stored,
    tabs: stored.tabs.map(({ order, ...tab }) => ({
      ...tab,
      // A folder from before there were any has none.
      namedRanges: tab.namedRanges ?? [],
      tables: tab.tables ?? [],
      columns: tab.columns.map((column) => column ?? undefined),
      rows: order.flatMap(([first, length]) =>
        Array.from({ length }, (_, step) =>
          first === -1 ? undefined : rows.get(`${stored.id}/${first + step}`),
        ),
      ),
    })),
  };
}
