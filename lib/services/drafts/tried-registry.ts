import "server-only";
import { type Caller, hasPermission } from "@/lib/auth/policy";
import type { Scoped } from "@/lib/db/control";
import { findRegistry } from "@/lib/db/registries";
import { wasRun } from "@/lib/db/runs";
import { findPublishedSchema } from "@/lib/db/schemas";
import { AppError } from "@/lib/errors";
import { removeRegistry } from "../registries/browse-registries";
import { publishSchema } from "../schemas/publish-schema";
import { saveDraft } from "../schemas/save-draft";
import { fieldIds } from "./registry-of-draft";
import { documentOfRules } from "./rule-proposals";
import type { Draft } from "./stored-draft";

/**
 * Removes the registry that was made to try a draft. One that anything but a dry run was ever asked of is somebody's by
 * now: AppError `stale`, as while its dry run is under way. False: there was none.
 */
export async function removeTried(
  db: Scoped,
  { registryId }: Draft,
  { caller, now }: { readonly caller: Caller; readonly now: Date },
): Promise<boolean> {
  const registry = registryId && (await findRegistry(db, registryId));
  if (!registry) return false;
  if (await wasRun(db, registry.id))
    throw new AppError("stale", "The registry of this draft has been run already.", {
      remedy: "Change the registry's settings instead, or drop this draft.",
    });
  await removeRegistry(db, registry, { caller, now, letsGoOfWaiting: true });
  return true;
}

/**
 * Makes the draft's rules the schema of its registry. True: in force; false: they wait for somebody who may publish them;
 * null: there are none.
 */
export async function publishRules(
  caller: Caller,
  registryId: string,
  { body }: Draft,
  now: Date,
): Promise<boolean | null> {
  if (body.rules.length === 0) return null;
  const ids = fieldIds(body);
  const id = (ref: string): string => ids.get(ref) ?? ref;
  const fields = body.fields.map(({ ref, name, type }) => ({ id: id(ref), name, type }));
  const rules = body.rules.map((rule) => ({ ...rule, field: id(rule.field) }));
  const { draft } = await saveDraft(caller, registryId, documentOfRules(fields, rules), now);
  if (draft === null) return true;
  if (!hasPermission(caller, "schema:publish")) return false;
  await publishSchema(caller, registryId, { hash: draft.hash }, now);
  return true;
}

/** As `publishRules` has left them. */
export async function rulesPublished(
  db: Scoped,
  { body }: Draft,
  registryId: string,
): Promise<boolean | null> {
  if (body.rules.length === 0) return null;
  return (await findPublishedSchema(db, registryId)) !== null;
}
