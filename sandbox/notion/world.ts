import type { Chance } from "../chance";
import type { Clock } from "../clock";
import { NotionFailure, notFound, restricted } from "./failure";
import type { Capability, ConnectionRecord, DatabaseRecord, DataSourceRecord, PageRecord } from "./record";
import type { NotionSettings } from "./settings";
import type { State } from "./state";

export interface World {
  readonly state: State;
  readonly clock: Clock;
  readonly settings: () => NotionSettings;
  /** Decides how far behind the index is, where that is left to chance. */
  readonly lagChance: Chance;
  /** Rows whose next changes the index sees later than others, in milliseconds by page id. */
  readonly rowLags: Map<string, number>;
}

export type Version = "2025-09-03" | "2026-03-11";

/** One request's view of the world: who asks, and in which version of the API. */
export interface Call extends World {
  readonly connection: ConnectionRecord;
  readonly version: Version;
}

export function requireCapability(call: Call, capability: Capability): void {
  if (!call.connection.capabilities.includes(capability))
    throw restricted("Insufficient permissions for this endpoint.");
}

export const canSee = (call: Call, source: DataSourceRecord): boolean =>
  !source.hiddenFrom.includes("*") && !source.hiddenFrom.includes(call.connection.id);

/** The data source, or 404 alike for not shared and never seen. */
export function findSource(call: Call, id: string): DataSourceRecord {
  const source = call.state.source(id);
  if (source === undefined || !canSee(call, source)) throw notFound("data source", id);
  return source;
}

/** A database can be seen while one of its data sources can, or while it has none. */
export function canSeeDatabase(call: Call, database: DatabaseRecord): boolean {
  const sources = call.state.sourcesOf(database.id);
  return sources.length === 0 || sources.some((source) => canSee(call, source));
}

export function findDatabase(call: Call, id: string): DatabaseRecord {
  const database = call.state.database(id);
  if (database === undefined || !canSeeDatabase(call, database)) throw notFound("database", id);
  return database;
}

export function canSeePage(call: Call, page: PageRecord): boolean {
  if (page.dataSourceId === null) return !isHidden(call, page.hiddenFrom);
  const source = call.state.source(page.dataSourceId);
  if (source === undefined || !canSee(call, source)) return false;
  return !isHidden(call, page.hiddenFrom) && !isHidden(call, source.rowsHiddenFrom);
}

const isHidden = (call: Call, from: readonly string[] | undefined): boolean =>
  from !== undefined && (from.includes("*") || from.includes(call.connection.id));

export function findPage(call: Call, id: string): PageRecord {
  const page = call.state.page(id);
  if (page === undefined || !canSeePage(call, page)) throw notFound("page", id);
  return page;
}

/** A data source goes to the trash with its database, without a word of its own. */
export const isTrashedSource = (world: World, source: DataSourceRecord): boolean =>
  source.inTrash || world.state.database(source.databaseId)?.inTrash === true;

/** Whether answers show the page as trashed: by itself, or with all rows of its data source. */
export function looksTrashed(world: World, page: PageRecord): boolean {
  const source = page.dataSourceId === null ? undefined : world.state.source(page.dataSourceId);
  return page.inTrash || (source !== undefined && isTrashedSource(world, source));
}

/** Stores a page so that query and search see it only after the index lag. */
export function savePage(world: World, page: PageRecord): void {
  const { indexLagMs, indexLagSpread } = world.settings();
  const general = indexLagSpread ? Math.floor(world.lagChance.next() * indexLagMs) : indexLagMs;
  world.state.putPage(page, { now: world.clock.now(), ms: world.rowLags.get(page.id) ?? general });
}

export function requireRoomForPage(world: World): void {
  const limit = world.settings().blockLimit;
  if (limit !== null && world.state.pageCount >= limit)
    throw new NotionFailure(403, "restricted_resource", "The workspace has reached its block limit.", {
      additionalData: { block_limit: String(limit) },
    });
}
