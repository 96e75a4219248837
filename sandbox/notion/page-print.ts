import type { JsonObject } from "./body-check";
import { minuteText } from "./date-value";
import { invalid } from "./failure";
import type { DataSourceRecord, PageRecord, PropertyRecord } from "./record";
import { findProperty } from "./schema-draft";
import { printValue } from "./value-print";
import { type Call, looksTrashed } from "./world";

const TITLE: PropertyRecord = { id: "title", name: "title", description: null, type: "title" };

export const propertiesOf = (source: DataSourceRecord | null): readonly PropertyRecord[] =>
  source?.properties ?? [TITLE];

/** A page as answers give it; `only` = the properties that `filter_properties` named, null = all. */
export function printPage(
  call: Call,
  page: PageRecord,
  only: readonly PropertyRecord[] | null = null,
): JsonObject {
  const source = page.dataSourceId === null ? null : (call.state.source(page.dataSourceId) ?? null);
  const inTrash = looksTrashed(call, page);
  return {
    object: "page",
    ...printStamps(call, { ...page, inTrash }),
    is_archived: inTrash,
    is_locked: page.isLocked,
    url: `https://www.notion.so/${page.id.replaceAll("-", "")}`,
    public_url: null,
    parent: printParent(page, source),
    properties: Object.fromEntries(
      (only ?? propertiesOf(source)).map((property) => [property.name, printValue(call, page, property)]),
    ),
    icon: page.icon ?? null,
    cover: page.cover ?? null,
  };
}

interface Stamped {
  readonly id: string;
  readonly createdAt: number;
  readonly editedAt: number;
  readonly createdBy: string;
  readonly editedBy: string;
  readonly inTrash: boolean;
}

/** What pages and data sources share; `archived` exists in the older version only. */
export function printStamps(call: Call, record: Stamped): JsonObject {
  return {
    id: record.id,
    created_time: minuteText(record.createdAt),
    last_edited_time: minuteText(record.editedAt),
    created_by: { object: "user", id: record.createdBy },
    last_edited_by: { object: "user", id: record.editedBy },
    in_trash: record.inTrash,
    ...(call.version === "2025-09-03" ? { archived: record.inTrash } : {}),
  };
}

/** The properties that the query string's `filter_properties` name, by id or name; null = not given. */
export function chosenProperties(
  properties: readonly PropertyRecord[],
  url: URL,
): readonly PropertyRecord[] | null {
  const keys = [
    ...url.searchParams.getAll("filter_properties"),
    ...url.searchParams.getAll("filter_properties[]"),
  ];
  if (keys.length === 0) return null;
  return keys.map((key) => {
    const property = findProperty(properties, key);
    if (property === undefined) throw invalid(`Could not find property with name or id: ${key}`);
    return property;
  });
}

export function printParent(page: PageRecord, source: DataSourceRecord | null): JsonObject {
  if (source !== null)
    return { type: "data_source_id", data_source_id: source.id, database_id: source.databaseId };
  if (page.parentPageId !== null) return { type: "page_id", page_id: page.parentPageId };
  return { type: "workspace", workspace: true };
}
