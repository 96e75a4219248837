import type { Clock } from "../clock";
import type { Store } from "../store";
import type { Change } from "./change";
import { Collection } from "./collection";
import { newId } from "./identifier";
import type {
  CodeRecord,
  ConnectionRecord,
  DatabaseRecord,
  DataSourceRecord,
  PageRecord,
  SubscriptionRecord,
  TokenRecord,
  UserRecord,
  WorkspaceRecord,
} from "./record";
import { runsFrom } from "./rich-text";
import type { NotionSettings } from "./settings";

const PEOPLE = ["Ada Marsh", "Ben Okafor", "Chen Li"];

/** The pretended workspace. Every change goes through here, so that it is stored and `revision` moves. */
export class State {
  readonly users: Collection<UserRecord>;
  readonly connections: Collection<ConnectionRecord>;
  readonly tokens: Collection<TokenRecord>;
  readonly codes: Collection<CodeRecord>;
  readonly subscriptions: Collection<SubscriptionRecord>;
  private readonly workspaces: Collection<WorkspaceRecord>;
  private readonly databases: Collection<DatabaseRecord>;
  private readonly sources: Collection<DataSourceRecord>;
  private readonly pages: Collection<PageRecord>;
  private readonly rows = new Map<string, Map<string, PageRecord>>();
  private readonly trashed = new Set<string>();
  private readonly unindexed = new Map<string, { until: number; before: PageRecord | null }>();
  /** Moves with every change to a database, data source or page; nothing read before is surely still so. */
  revision = 0;
  /** Told of each change that counts as an event, once it is stored. */
  onChange: (change: Change) => void = () => {};

  constructor(store: Store) {
    this.users = new Collection(store, "notion-user");
    this.connections = new Collection(store, "notion-connection");
    this.tokens = new Collection(store, "notion-token");
    this.codes = new Collection(store, "notion-code");
    this.subscriptions = new Collection(store, "notion-subscription");
    this.workspaces = new Collection(store, "notion-workspace");
    this.databases = new Collection(store, "notion-database");
    this.sources = new Collection(store, "notion-data-source");
    this.pages = new Collection(store, "notion-page");
    for (const page of this.pages.all()) this.place(page);
  }

  /** Makes the workspace, its people and the page that tables live under, once. */
  seed(clock: Clock, settings: NotionSettings): void {
    if (this.workspaces.size > 0) return;
    const people = PEOPLE.map((name): UserRecord => {
      const email = `${name.split(" ")[0]?.toLowerCase() ?? "someone"}@example.com`;
      return { id: newId(), name, email, guest: false };
    });
    for (const person of people) this.users.put(person);
    this.users.put({ id: newId(), name: "Gil Guest", email: "gil@guest.example", guest: true });
    const humanId = people[0]?.id ?? newId();
    const home = plainPage(clock.now(), humanId, settings.workspaceName);
    this.putPage(home, null);
    this.workspaces.put({ id: newId(), humanId, homePageId: home.id, cursorEpoch: 0, limits: {} });
  }

  get workspace(): WorkspaceRecord {
    const [workspace] = this.workspaces.all();
    if (workspace === undefined) throw new Error("the workspace is not seeded");
    return workspace;
  }

  putWorkspace(workspace: WorkspaceRecord): void {
    this.workspaces.put(workspace);
  }

  database(id: string): DatabaseRecord | undefined {
    return this.databases.get(id);
  }

  allDatabases(): IterableIterator<DatabaseRecord> {
    return this.databases.all();
  }

  putDatabase(database: DatabaseRecord): void {
    this.revision++;
    const before = this.databases.get(database.id) ?? null;
    this.databases.put(database);
    this.onChange({ kind: "database", before, after: database });
  }

  source(id: string): DataSourceRecord | undefined {
    return this.sources.get(id);
  }

  allSources(): IterableIterator<DataSourceRecord> {
    return this.sources.all();
  }

  sourcesOf(databaseId: string): DataSourceRecord[] {
    return [...this.sources.all()]
      .filter((source) => source.databaseId === databaseId)
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  putSource(source: DataSourceRecord): void {
    this.revision++;
    const before = this.sources.get(source.id) ?? null;
    this.sources.put(source);
    this.onChange({ kind: "data_source", before, after: source });
  }

  purgeSource(id: string): void {
    for (const page of [...this.rowsOf(id)]) this.purgePage(page.id);
    this.revision++;
    this.rows.delete(id);
    this.sources.delete(id);
  }

  purgeDatabase(id: string): void {
    this.revision++;
    this.databases.delete(id);
  }

  page(id: string): PageRecord | undefined {
    return this.pages.get(id);
  }

  allPages(): IterableIterator<PageRecord> {
    return this.pages.all();
  }

  get pageCount(): number {
    return this.pages.size;
  }

  /**
   * `lag` = until when query and search show the page as it was; null = the page itself did not change, only
   * how its table keeps it: it is seen at once and is no event.
   */
  putPage(page: PageRecord, lag: { readonly now: number; readonly ms: number } | null): void {
    this.revision++;
    const previous = this.pages.get(page.id);
    if (lag !== null && lag.ms > 0) {
      const shown = this.unindexed.get(page.id);
      const before = shown !== undefined && shown.until > lag.now ? shown.before : (previous ?? null);
      this.unindexed.set(page.id, { until: lag.now + lag.ms, before });
    }
    if (previous?.dataSourceId != null && previous.dataSourceId !== page.dataSourceId)
      this.rows.get(previous.dataSourceId)?.delete(page.id);
    this.pages.put(page);
    this.place(page);
    if (lag !== null) this.onChange({ kind: "page", before: previous ?? null, after: page });
  }

  /** Pages that are in the trash by themselves. */
  trashedPages(): PageRecord[] {
    return [...this.trashed].flatMap((id) => this.pages.get(id) ?? []);
  }

  purgePage(id: string): void {
    const page = this.pages.get(id);
    if (page === undefined) return;
    this.revision++;
    this.unindexed.delete(id);
    if (page.dataSourceId !== null) this.rows.get(page.dataSourceId)?.delete(id);
    this.pages.delete(id);
    this.trashed.delete(id);
    this.onChange({ kind: "page", before: page, after: null });
  }

  /** A data source's rows as they are. */
  rowsOf(dataSourceId: string): Iterable<PageRecord> {
    return this.rows.get(dataSourceId)?.values() ?? [];
  }

  /** Pages as query and search know them: those not yet indexed appear as they were before. */
  *indexed(pages: Iterable<PageRecord>, now: number): Iterable<PageRecord> {
    for (const page of pages) {
      const waiting = this.unindexed.get(page.id);
      if (waiting === undefined || waiting.until <= now) yield page;
      else if (waiting.before !== null) yield waiting.before;
    }
  }

  /** Whether the index is behind; then nothing that was computed may be kept. */
  isIndexBehind(now: number): boolean {
    for (const [id, waiting] of this.unindexed) if (waiting.until <= now) this.unindexed.delete(id);
    return this.unindexed.size > 0;
  }

  private place(page: PageRecord): void {
    if (page.inTrash) this.trashed.add(page.id);
    else this.trashed.delete(page.id);
    if (page.dataSourceId === null) return;
    const rows = this.rows.get(page.dataSourceId) ?? new Map<string, PageRecord>();
    rows.set(page.id, page);
    this.rows.set(page.dataSourceId, rows);
  }
}

/** A page that is no row: a title in the workspace, nothing else. */
export const plainPage = (at: number, by: string, title: string): PageRecord => ({
  id: newId(),
  dataSourceId: null,
  parentPageId: null,
  values: { title: runsFrom(title) },
  number: 0,
  isLocked: false,
  icon: null,
  cover: null,
  createdAt: at,
  editedAt: at,
  createdBy: by,
  editedBy: by,
  inTrash: false,
});
