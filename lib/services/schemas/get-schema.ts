import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type Scoped, withOrg } from "@/lib/db/control";
import type { RegistryDefinition } from "@/lib/db/registries";
import { findPublishedSchema, findSchemaDraft, listSchemaVersions } from "@/lib/db/schemas";
import { publicId } from "@/lib/ids";
import { nextVersion } from "@/lib/rules/next-version";
import { readSchemaDocument } from "@/lib/rules/schema-document";
import { requireRegistry } from "../registries/browse-registries";
import { type JsonDocument, publishedForm, type SchemaView, versionView } from "./schema-view";

/** The schema in force, its draft with what publishing that would make, and every published version. */
export async function getSchema(caller: Caller, registryId: string): Promise<SchemaView> {
  authorize(caller, "schema:read");
  return withOrg(caller.organizationId, async (db) =>
    schemaViewOf(db, await requireRegistry(db, registryId)),
  );
}

export async function schemaViewOf(db: Scoped, { id, fields }: RegistryDefinition): Promise<SchemaView> {
  const published = await findPublishedSchema(db, id);
  const draft = await findSchemaDraft(db, id);
  const versions = await listSchemaVersions(db, id);
  const read = (document: unknown) => readSchemaDocument(document, fields);
  const before = published && { version: published.version, document: read(published.document) };
  return {
    registryId: publicId("reg", id),
    published: published && {
      ...versionView(id, published),
      document: publishedForm(id, published.version, published.document),
    },
    draft: draft && {
      document: draft.document as JsonDocument,
      hash: draft.hash,
      savedAt: draft.createdAt.toISOString(),
    },
    next: draft && nextVersion(before, read(draft.document)),
    versions: versions.map((version) => versionView(id, version)),
  };
}
