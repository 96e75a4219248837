import type { JsonObject } from "./body-check";
import { printStamps } from "./page-print";
import type { DatabaseRecord, DataSourceRecord } from "./record";
import { plainText, printRichText } from "./rich-text";
import { printSchema } from "./schema-print";
import { type Call, canSee } from "./world";

export function printSource(call: Call, source: DataSourceRecord): JsonObject {
  const database = call.state.database(source.databaseId);
  return {
    object: "data_source",
    ...printStamps(call, source),
    title: printRichText(source.title),
    description: printRichText(source.description),
    parent: { type: "database_id", database_id: source.databaseId },
    database_parent: printDatabaseParent(database),
    is_inline: database?.isInline ?? false,
    properties: printSchema(call, source),
    icon: source.icon ?? null,
    cover: null,
    url: `https://www.notion.so/${source.databaseId.replaceAll("-", "")}`,
    public_url: null,
  };
}

export function printDatabase(call: Call, database: DatabaseRecord): JsonObject {
  const { created_by: _by, last_edited_by: _editor, ...stamps } = printStamps(call, database);
  return {
    object: "database",
    ...stamps,
    title: printRichText(database.title),
    description: printRichText(database.description),
    parent: printDatabaseParent(database),
    is_inline: database.isInline,
    is_locked: database.isLocked,
    data_sources: call.state
      .sourcesOf(database.id)
      .filter((source) => canSee(call, source))
      .map((source) => ({ id: source.id, name: plainText(source.title) })),
    icon: database.icon ?? null,
    cover: database.cover ?? null,
    url: `https://www.notion.so/${database.id.replaceAll("-", "")}`,
    public_url: null,
  };
}

export const printDatabaseParent = (database: DatabaseRecord | undefined): JsonObject =>
  database?.parentPageId == null
    ? { type: "workspace", workspace: true }
    : { type: "page_id", page_id: database.parentPageId };
