import "server-only";
import { type Caller, hasPermission } from "@/lib/auth/policy";
import type { Scoped } from "@/lib/db/control";
import { findRegistry } from "@/lib/db/registries";
import { wasRun } from "@/lib/db/runs";
import { findPublishedSchema } from "@/lib/db/schemas";
import { AppError } from "@/lib/errors";
import type { SchemaDocument } from "@/lib/rules/schema-document";
import { removeRegistry } from "../registries/browse-registries";
import { publishSchema } from "../schemas/publish-schema";
import { saveDraft } from "../schemas/save-draft";
import { fieldIds } from "./registry-of-draft";
import { documentOfRules } from "./rule-proposals";
import type { Draft } from "./stored-draft";
import { takenOwnRules } from "./template-of-draft";
import { keepOptionSets } from "./template-option-sets";

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
 * Makes the draft's rules the schema of its registry, those of its template's own and its option sets with them. True: in
 * force; false: they wait for somebody who may publish them; null: there are none.
 */
export async function publishRules(
  caller: Caller,
  registryId: string,
  { body }: Draft,
  now: Date,
): Promise<boolean | null> {
  const ids = fieldIds(body);
  const id = (ref: string): string => ids.get(ref) ?? ref;
  const own = takenOwnRules(body, id);
  if (body.rules.length === 0 && own.length === 0) return null;
  const fields = body.fields.map(({ ref, name, type }) => ({ id: id(ref), name, type }));
  const rules = body.rules.map((rule) => ({ ...rule, field: id(rule.field) }));
  const sets = await keepOptionSets(caller, body, now);
  const document = withOptionSets(
    documentOfRules(fields, rules, own),
    new Map([...sets].map(([ref, set]) => [id(ref), set])),
  );
  const { draft } = await saveDraft(caller, registryId, document, now);
  if (draft === null) return true;
  if (!hasPermission(caller, "schema:publish")) return false;
  await publishSchema(caller, registryId, { hash: draft.hash }, now);
  return true;
}

/** The document with these fields' options taken from sets, by the sets' ids. */
function withOptionSets(document: SchemaDocument, sets: ReadonlyMap<string, string>): SchemaDocument {
  const properties = Object.entries(document.properties).map(([field, property]) => {
    const set = sets.get(field);
    if (set === undefined) return [field, property];
    const { enum: _members, items: _items, ...rest } = property;
    return [field, { ...rest, "x-options": set }];
  });
  return { ...document, properties: Object.fromEntries(properties) };
}

/** As `publishRules` has left them. */
export async function rulesPublished(
  db: Scoped,
  { body }: Draft,
  registryId: string,
): Promise<boolean | null> {
  if (body.rules.length === 0 && takenOwnRules(body, (ref) => ref).length === 0) return null;
  return (await findPublishedSchema(db, registryId)) !== null;
}
