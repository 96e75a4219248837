import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type Scoped, withOrg } from "@/lib/db/control";
import type { RegistryDefinition } from "@/lib/db/registries";
import { findPublishedSchema, findSchemaDraft, listSchemaVersions } from "@/lib/db/schemas";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "../registries/browse-registries";
import { nextOf } from "./next-of";
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
    next: draft && nextOf(published, draft.document, fields),
    versions: versions.map((version) => versionView(id, version)),
  };
}
