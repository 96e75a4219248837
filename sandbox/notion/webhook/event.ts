import type { JsonObject } from "../body-check";
import type { DatabaseRecord, DataSourceRecord, PageRecord } from "../record";
import type { World } from "../world";
import type { Gathered } from "./gathering";

/** Something that subscriptions may hear of. */
export interface WebhookEvent {
  readonly type: string;
  readonly entity: { readonly id: string; readonly type: "page" | "database" | "data_source" };
  readonly data: JsonObject;
  readonly at: number;
  readonly authors: readonly string[];
}

/** All types that the sandbox sends; those of comments, views and uploads are about what it has not. */
export const EVENT_TYPES = [
  ...["created", "deleted", "undeleted", "moved", "properties_updated", "content_updated"],
  ...["locked", "unlocked"],
]
  .map((name) => `page.${name}`)
  .concat(
    ["created", "deleted", "undeleted", "moved", "content_updated", "schema_updated"].map(
      (name) => `data_source.${name}`,
    ),
    ["created", "deleted", "undeleted", "moved"].map((name) => `database.${name}`),
  );

/** What the changes whose window is over come to. What is again as it was comes to nothing. */
export function eventsOf(world: World, gathered: readonly Gathered[]): WebhookEvent[] {
  const made = new Set(gathered.flatMap(({ change }) => (isNewDatabase(change) ? [change.after?.id] : [])));
  const events = gathered.flatMap((each) => eventsOfOne(world, each, made));
  return [...events, ...childEvents(world, events)];
}

function eventsOfOne(
  world: World,
  gathered: Gathered,
  newDatabases: ReadonlySet<string | undefined>,
): WebhookEvent[] {
  const { change } = gathered;
  switch (change.kind) {
    case "page":
      return pageEvents(world, gathered, change.before, change.after);
    case "data_source":
      // The first data source of a database comes with the database, without an event of its own.
      if (change.before === null && newDatabases.has(change.after?.databaseId)) return [];
      return sourceEvents(gathered, change.before, change.after);
    case "database":
      return databaseEvents(world, gathered, change.before, change.after);
  }
}

const isNewDatabase = (change: Gathered["change"]): change is Gathered["change"] & { kind: "database" } =>
  change.kind === "database" && change.before === null;

/** Locks are told of one by one and at once. */
export function lockEvent(world: World, { change, authors, lastAt }: Gathered): WebhookEvent | null {
  if (change.kind !== "page" || change.before === null || change.after === null) return null;
  if (change.before.isLocked === change.after.isLocked) return null;
  const type = change.after.isLocked ? "page.locked" : "page.unlocked";
  const entity = { id: change.after.id, type: "page" as const };
  return { type, entity, data: { parent: parentOfPage(world, change.after) }, at: lastAt, authors };
}

interface Lived {
  readonly inTrash: boolean;
}

/** Created, deleted or undeleted; null = there before and after; undefined = there neither before nor after. */
function lifeOf(before: Lived | null, after: Lived | null): string | null | undefined {
  const was = before !== null && !before.inTrash;
  const is = after !== null && !after.inTrash;
  if (was && is) return null;
  if (was) return "deleted";
  if (!is) return undefined;
  return before === null ? "created" : "undeleted";
}

function pageEvents(
  world: World,
  { authors, lastAt }: Gathered,
  before: PageRecord | null,
  after: PageRecord | null,
): WebhookEvent[] {
  const page = after ?? before;
  const life = lifeOf(before, after);
  if (page === null || life === undefined) return [];
  const event = (name: string, more: JsonObject = {}): WebhookEvent => ({
    type: `page.${name}`,
    entity: { id: page.id, type: "page" },
    data: { parent: parentOfPage(world, page), ...more },
    at: lastAt,
    authors,
  });
  if (life !== null) return [event(life)];
  if (before === null || after === null) return [];
  const moved = before.dataSourceId !== after.dataSourceId || before.parentPageId !== after.parentPageId;
  const changed = moved ? [] : changedValues(world, before, after);
  const block = before.touchedBlock === after.touchedBlock ? undefined : after.touchedBlock;
  return [
    ...(moved ? [event("moved")] : []),
    ...(changed.length === 0 ? [] : [event("properties_updated", { updated_properties: changed })]),
    ...(block === undefined
      ? []
      : [event("content_updated", { updated_blocks: [{ id: block, type: "block" }] })]),
  ];
}

const COMPUTED = ["formula", "rollup"];

/** Ids as answers print them, at most 100. Computed cells change without an event. */
function changedValues(world: World, before: PageRecord, after: PageRecord): string[] {
  const source = after.dataSourceId === null ? undefined : world.state.source(after.dataSourceId);
  const computed = source?.properties.filter(({ type }) => COMPUTED.includes(type)).map(({ id }) => id) ?? [];
  return [...new Set([...Object.keys(before.values), ...Object.keys(after.values)])]
    .filter((id) => !computed.includes(id) && !isSame(before.values[id], after.values[id]))
    .map(encodeURIComponent)
    .slice(0, 100);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function sourceEvents(
  { authors, lastAt }: Gathered,
  before: DataSourceRecord | null,
  after: DataSourceRecord | null,
): WebhookEvent[] {
  const life = lifeOf(before, after);
  if (after === null || life === undefined) return [];
  const event = (name: string, more: JsonObject = {}): WebhookEvent => ({
    type: `data_source.${name}`,
    entity: { id: after.id, type: "data_source" },
    data: { parent: { id: after.databaseId, type: "database" }, ...more },
    at: lastAt,
    authors,
  });
  if (life !== null) return [event(life)];
  if (before === null) return [];
  const changed = changedProperties(before, after);
  return [
    ...(before.databaseId === after.databaseId ? [] : [event("moved")]),
    ...(changed.length === 0 ? [] : [event("schema_updated", { updated_properties: changed })]),
  ];
}

function changedProperties(before: DataSourceRecord, after: DataSourceRecord): JsonObject[] {
  const old = new Map(before.properties.map((property) => [property.id, property]));
  const now = new Map(after.properties.map((property) => [property.id, property]));
  const change = (id: string, name: string | null, action: string) => ({
    id: encodeURIComponent(id),
    name,
    action,
  });
  return [
    ...after.properties.flatMap(({ id, name }) =>
      old.has(id)
        ? isSame(old.get(id), now.get(id))
          ? []
          : [change(id, name, "updated")]
        : [change(id, name, "created")],
    ),
    ...before.properties.filter(({ id }) => !now.has(id)).map(({ id }) => change(id, null, "deleted")),
  ].slice(0, 100);
}

function databaseEvents(
  world: World,
  { authors, lastAt }: Gathered,
  before: DatabaseRecord | null,
  after: DatabaseRecord | null,
): WebhookEvent[] {
  const life = lifeOf(before, after);
  if (after === null || life === undefined) return [];
  const moved = before !== null && before.parentPageId !== after.parentPageId;
  const name = life ?? (moved ? "moved" : null);
  if (name === null) return [];
  const entity = { id: after.id, type: "database" as const };
  const parent = parentOf(world, after.parentPageId);
  return [{ type: `database.${name}`, entity, data: { parent }, at: lastAt, authors }];
}

const STRUCTURAL = ["page.created", "page.deleted", "page.undeleted", "page.moved"];

/** A data source's content changed when rows of it came or went: one event for all of them. */
function childEvents(world: World, events: readonly WebhookEvent[]): WebhookEvent[] {
  const bySource = Map.groupBy(
    events.filter(({ type }) => STRUCTURAL.includes(type)),
    ({ data }) => (data.parent as { readonly data_source_id?: string }).data_source_id,
  );
  return [...bySource].flatMap(([id, rows]): WebhookEvent[] => {
    const source = id === undefined ? undefined : world.state.source(id);
    if (source === undefined) return [];
    const blocks = rows.slice(0, 100).map(({ entity }) => ({ id: entity.id, type: "page" }));
    return [
      {
        type: "data_source.content_updated",
        entity: { id: source.id, type: "data_source" },
        data: { parent: { id: source.databaseId, type: "database" }, updated_blocks: blocks },
        at: Math.max(...rows.map(({ at }) => at)),
        authors: [...new Set(rows.flatMap(({ authors }) => authors))].slice(0, 100),
      },
    ];
  });
}

function parentOfPage(world: World, page: PageRecord): JsonObject {
  const source = page.dataSourceId === null ? undefined : world.state.source(page.dataSourceId);
  if (source === undefined) return parentOf(world, page.parentPageId);
  return { id: source.databaseId, type: "database", data_source_id: source.id };
}

const parentOf = (world: World, pageId: string | null): JsonObject =>
  pageId === null ? { id: world.state.workspace.id, type: "space" } : { id: pageId, type: "page" };
