import "server-only";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { requireCustomRules } from "@/lib/billing/plans";
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
import type { CustomRule } from "@/lib/rules/custom-rule";
import { type SchemaDocument, schemaDocument } from "@/lib/rules/schema-document";
import { callerEntry } from "../audit/caller-entry";
import { planOfOrganization } from "../organizations/plan-of-organization";
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
 * against it. Throws AppError `stale` where there is no such draft, or nothing of it differs, and `limit-reached` for new
 * rules of the organization's own where its plan has none.
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
    const published = await findPublishedSchema(db, registry.id);
    const next = nextOf(published, document, registry.fields);
    if (next.change === "none") throw unchanged();
    requireCustomRules(
      await planOfOrganization(db, caller.organizationId),
      newRules(published?.document, document),
    );
    await publishSchemaDraft(db, draft.id, { version: next.version, at: now });
    await changeRegistry(db, registry.id, { recheck: true });
    const view = await schemaViewOf(db, registry);
    const payload = { ...next, hash: draft.hash, document };
    const target = { type: "registry", ref: registryId };
    await record(db, [callerEntry(caller, { action: "schema.published", target, payload })], now);
    return view;
  });
}

/** Custom rules that are not in force as they stand in the draft. */
function newRules(published: unknown, draft: SchemaDocument): readonly CustomRule[] {
  const inForce = published === undefined ? [] : (schemaDocument.parse(published)["x-rules"] ?? []);
  return (draft["x-rules"] ?? []).filter((rule) => !inForce.some((one) => isDeepStrictEqual(one, rule)));
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
