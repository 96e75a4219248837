import "server-only";
import type { Scoped } from "./control";
import type { Prisma } from "./generated/client";
import { takeTurnAt } from "./turns";

export interface StoredSchema {
  readonly id: string;
  readonly registryId: string;
  /** Null = the draft. */
  readonly version: string | null;
  readonly document: unknown;
  readonly hash: string;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
}

export type PublishedSchema = StoredSchema & { readonly version: string; readonly publishedAt: Date };

/** The schema in force: the one published last. */
export async function findPublishedSchema(db: Scoped, registryId: string): Promise<PublishedSchema | null> {
  const stored = await db.schemaVersion.findFirst({
    where: { registryId, publishedAt: { not: null } },
    orderBy: { publishedAt: "desc" },
  });
  return stored as PublishedSchema | null;
}

export function findSchemaDraft(db: Scoped, registryId: string): Promise<StoredSchema | null> {
  return db.schemaVersion.findFirst({ where: { registryId, version: null } });
}

export type VersionLine = Omit<PublishedSchema, "document">;

const VERSIONS_LISTED = 200;

/** Published versions without their documents, the newest first. */
export async function listSchemaVersions(db: Scoped, registryId: string): Promise<VersionLine[]> {
  const stored = await db.schemaVersion.findMany({
    where: { registryId, publishedAt: { not: null } },
    omit: { document: true },
    orderBy: { publishedAt: "desc" },
    take: VERSIONS_LISTED,
  });
  return stored as VersionLine[];
}

/** Changes to one registry's schema take turns until the transaction ends. */
export async function queueSchemaChanges(db: Scoped, registryId: string): Promise<void> {
  await takeTurnAt(db, `schema ${registryId}`);
}

/** Puts this document in the draft's place, or makes the draft. */
export async function saveSchemaDraft(
  db: Scoped,
  organizationId: string,
  draft: Pick<StoredSchema, "id" | "registryId" | "document" | "hash"> & { readonly at: Date },
): Promise<void> {
  const { id, registryId, hash, at: createdAt } = draft;
  const document = draft.document as Prisma.InputJsonValue;
  const changed = await db.schemaVersion.updateMany({
    where: { registryId, version: null },
    data: { document, hash, createdAt },
  });
  if (changed.count > 0) return;
  await db.schemaVersion.create({ data: { organizationId, id, registryId, document, hash, createdAt } });
}

export async function dropSchemaDraft(db: Scoped, registryId: string): Promise<void> {
  await db.schemaVersion.deleteMany({ where: { registryId, version: null } });
}

/** Makes the draft a version, which never changes again. */
export async function publishSchemaDraft(
  db: Scoped,
  id: string,
  { version, at }: { readonly version: string; readonly at: Date },
): Promise<void> {
  await db.schemaVersion.updateMany({ where: { id, version: null }, data: { version, publishedAt: at } });
}

export interface SchemaSummary {
  readonly registryId: string;
  /** Of the schema in force; null = none was published. */
  readonly version: string | null;
  readonly publishedAt: Date | null;
  readonly properties: number;
  readonly rules: number;
  readonly hasDraft: boolean;
}

/** One line for each registry that has a schema or a draft. */
export function listSchemaSummaries(db: Scoped): Promise<SchemaSummary[]> {
  return db.$queryRaw<SchemaSummary[]>`
    select registry_id as "registryId", max(version) as version, max(published_at) as "publishedAt",
           coalesce(max(properties) filter (where version is not null), 0)::int as properties,
           coalesce(max(rules) filter (where version is not null), 0)::int as rules,
           bool_or(version is null) as "hasDraft"
      from (select distinct on (registry_id, version is null) registry_id, version, published_at,
                   (select count(*) from jsonb_object_keys(document->'properties')) as properties,
                   coalesce(jsonb_array_length(document->'x-rules'), 0) as rules
              from schema_version order by registry_id, version is null, published_at desc) newest
     group by registry_id`;
}
