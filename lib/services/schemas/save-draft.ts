import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import {
  dropSchemaDraft,
  findPublishedSchema,
  findSchemaDraft,
  queueSchemaChanges,
  saveSchemaDraft,
} from "@/lib/db/schemas";
import { newUuid } from "@/lib/ids";
import { schemaHash } from "@/lib/rules/schema-document";
import { callerEntry } from "../audit/caller-entry";
import { requireRegistry } from "../registries/browse-registries";
import { schemaViewOf } from "./get-schema";
import { emptySchema, readDraft } from "./read-draft";
import type { SchemaView } from "./schema-view";

/**
 * Puts a document in the draft's place; fields may be named by id or name. A document that is the schema in force
 * leaves no draft. Nothing is held against a draft until it is published.
 */
export async function saveDraft(
  caller: Caller,
  registryId: string,
  sent: unknown,
  now = new Date(),
): Promise<SchemaView> {
  authorize(caller, "schema:write");
  return withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, registryId);
    await queueSchemaChanges(db, registry.id);
    const document = await readDraft(db, registry, sent);
    const hash = schemaHash(document);
    const published = await findPublishedSchema(db, registry.id);
    const before = await findSchemaDraft(db, registry.id);
    const inForce = published?.hash ?? schemaHash(emptySchema(registry));
    if (hash === inForce) await dropSchemaDraft(db, registry.id);
    else {
      const draft = { id: newUuid(), registryId: registry.id, document, hash, at: now };
      await saveSchemaDraft(db, caller.organizationId, draft);
    }
    const view = await schemaViewOf(db, registry);
    if (hash !== (before?.hash ?? inForce)) {
      const target = { type: "registry", ref: registryId };
      const payload = { hash, document };
      await record(db, [callerEntry(caller, { action: "schema.drafted", target, payload })], now);
    }
    return view;
  });
}
