import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import {
  changeOptionSet,
  deleteOptionSet as deleteStored,
  insertOptionSet,
  listOptionSetUses,
  type OptionSet,
} from "@/lib/db/option-sets";
import { changeRegistry, findRegistry } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import type { Action } from "@/lib/ledger/envelope";
import { callerEntry } from "../audit/caller-entry";
import { getOptionSet, requireOptionSet } from "./browse-option-sets";
import type { OptionSetInput } from "./option-set-input";
import type { OptionSetView } from "./option-set-view";

export async function createOptionSet(
  caller: Caller,
  input: OptionSetInput,
  now = new Date(),
): Promise<OptionSetView> {
  authorize(caller, "schema:write");
  const uuid = newUuid();
  const id = publicId("ops", uuid);
  await withOrg(caller.organizationId, async (db) => {
    const content = await contentOf(db, input);
    await insertOptionSet(db, caller.organizationId, { id: uuid, ...content });
    await noted(db, caller, { id, action: "option-set.created", payload: content, now });
  });
  return getOptionSet(caller, id);
}

/** Takes the place of what the set was; registries that use it decide on every row anew in their next run. */
export async function putOptionSet(
  caller: Caller,
  id: string,
  input: OptionSetInput,
  now = new Date(),
): Promise<OptionSetView> {
  authorize(caller, "schema:write");
  await withOrg(caller.organizationId, async (db) => {
    const { id: uuid, name, options, source } = await requireOptionSet(db, id);
    const content = await contentOf(db, input);
    await changeOptionSet(db, uuid, { ...content, at: now });
    for (const registryId of await registriesUsing(db, id))
      await changeRegistry(db, registryId, { recheck: true });
    const payload = { before: { name, options, source }, after: content };
    await noted(db, caller, { id, action: "option-set.updated", payload, now });
  });
  return getOptionSet(caller, id);
}

/** Refused with `stale` while a schema in force, or a draft, takes values from the set. */
export async function deleteOptionSet(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "schema:write");
  await withOrg(caller.organizationId, async (db) => {
    const { id: uuid, name, options, source } = await requireOptionSet(db, id);
    const uses = (await listOptionSetUses(db)).filter(({ set }) => set === id);
    if (uses.length > 0)
      throw new AppError("stale", `The schema of ${namesOf(uses)} takes values from this set.`, {
        remedy: "Take the set out of that schema and its draft first.",
      });
    await deleteStored(db, uuid);
    await noted(db, caller, { id, action: "option-set.deleted", payload: { name, options, source }, now });
  });
}

const namesOf = (uses: readonly { readonly registry: string }[]): string =>
  [...new Set(uses.map(({ registry }) => registry))].join(", ");

const registriesUsing = async (db: Scoped, id: string): Promise<string[]> => [
  ...new Set(
    (await listOptionSetUses(db)).flatMap(({ set, registryId }) => (set === id ? [registryId] : [])),
  ),
];

type Content = Pick<OptionSet, "name" | "options" | "source">;

async function contentOf(db: Scoped, { name, options = [], source }: OptionSetInput): Promise<Content> {
  if (source === undefined) return { name, options, source: null };
  const uuid = uuidOf("reg", source.registryId);
  const registry = uuid && (await findRegistry(db, uuid));
  if (!registry) throw refused("/source/registryId", "There is no such registry.");
  const field =
    registry.fields.find(({ id }) => id === source.field) ??
    registry.fields.find(({ name: called }) => called === source.field);
  if (!field) throw refused("/source/field", "The registry has no such field.");
  if (!SOURCES.has(field.type))
    throw refused("/source/field", "Options are read from text, option or options fields.");
  return { name, options: [], source: { registryId: registry.id, field: field.id } };
}

const SOURCES = new Set(["text", "select", "multi-select"]);

const refused = (path: string, message: string): AppError =>
  new AppError("invalid-input", "The source of the options cannot be used.", { paths: [{ path, message }] });

interface Note {
  readonly id: string;
  readonly action: Action;
  readonly payload: unknown;
  readonly now: Date;
}

const noted = (db: Scoped, caller: Caller, { id, action, payload, now }: Note): Promise<void> =>
  record(db, [callerEntry(caller, { action, target: { type: "option-set", ref: id }, payload })], now);
