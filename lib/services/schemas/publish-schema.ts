import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { changeRegistry } from "@/lib/db/registries";
import {
  findPublishedSchema,
  findSchemaDraft,
  publishSchemaDraft,
  queueSchemaChanges,
  type StoredSchema,
} from "@/lib/db/schemas";
import { AppError } from "@/lib/errors";
import { callerEntry } from "../audit/caller-entry";
import { requireRegistry } from "../registries/browse-registries";
import { schemaViewOf } from "./get-schema";
import { nextOf } from "./next-of";
import { readDraft } from "./read-draft";
import type { SchemaView } from "./schema-view";

export const publishSchemaInput = z.strictObject({
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe("Of the draft that was looked at: another one is not published"),
});

/**
 * Makes the draft the schema in force, under the version that its changes ask for. The next run holds every row
 * against it. Throws AppError `stale` where there is no such draft, or nothing of it differs.
 */
export async function publishSchema(
  caller: Caller,
  registryId: string,
  input: z.infer<typeof publishSchemaInput>,
  now = new Date(),
): Promise<SchemaView> {
  authorize(caller, "schema:publish");
  return withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, registryId);
    await queueSchemaChanges(db, registry.id);
    const draft = seen(await findSchemaDraft(db, registry.id), input.hash);
    const document = await readDraft(db, registry, draft.document);
    const next = nextOf(await findPublishedSchema(db, registry.id), document, registry.fields);
    if (next.change === "none") throw unchanged();
    await publishSchemaDraft(db, draft.id, { version: next.version, at: now });
    await changeRegistry(db, registry.id, { recheck: true });
    const view = await schemaViewOf(db, registry);
    const payload = { ...next, hash: draft.hash, document };
    const target = { type: "registry", ref: registryId };
    await record(db, [callerEntry(caller, { action: "schema.published", target, payload })], now);
    return view;
  });
}

function seen(draft: StoredSchema | null, hash: string | undefined): StoredSchema {
  if (draft === null) throw unchanged();
  if (hash === undefined || hash === draft.hash) return draft;
  throw new AppError("stale", "The draft was changed since you looked at it.", {
    remedy: "Look at the draft as it is now, and publish that.",
  });
}

const unchanged = (): AppError =>
  new AppError("stale", "There is nothing to publish: no draft differs from the schema in force.", {
    remedy: "Change the draft first.",
  });
