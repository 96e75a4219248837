import type { Scoped } from "@/lib/db/control";
import { findRegistry } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { fieldIdOf } from "../registries/propose-mapping";
import { type CreateRegistryInput, createRegistryInput } from "../registries/registry-input";
import type { DraftBody } from "./draft-input";
import { draftTodo } from "./draft-todo";
import { type Draft, placeText } from "./stored-draft";

/** The ids that the registry's fields get, by the draft's refs: as `createRegistry` gives them. */
export function fieldIds({ fields }: DraftBody): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    fields.map(({ ref, name }) => {
      const id = fieldIdOf(name, taken);
      taken.add(id);
      return [ref, id];
    }),
  );
}

/**
 * What `createRegistry` is given for a draft: its fields by the ids that they get, its sides by their places in the list.
 * Throws AppError `invalid-input` with everything that is still to be decided.
 */
export function registryInputOf(draft: Draft): CreateRegistryInput {
  const todo = draftTodo(draft);
  if (todo.length > 0)
    throw new AppError("invalid-input", todo[0]?.message ?? "", {
      ...(todo[0]?.remedy && { remedy: todo[0].remedy }),
      paths: todo.map(({ path, message }) => ({ path, message })),
    });
  const {
    sides,
    fields,
    key,
    rules: _rules,
    template: _template,
    authority,
    strategies,
    winners,
    access,
    filter,
    ...plain
  } = draft.body;
  const ids = fieldIds(draft.body);
  const field = (ref: string): string => ids.get(ref) ?? ref;
  const side = (ref: string): number => sides.findIndex((each) => each.ref === ref);
  const sideOrNone = (ref: string | null): number | null => (ref === null ? null : side(ref));
  const byField = <T, R>(record: Readonly<Record<string, T>>, of: (value: T) => R): Record<string, R> =>
    Object.fromEntries(Object.entries(record).map(([ref, value]) => [field(ref), of(value)]));
  return createRegistryInput.parse({
    ...plain,
    name: draft.name,
    key: key.map(field),
    fields: fields.map(({ ref: _ref, from: _from, ...each }) => each),
    sides: sides.map(({ ref: _ref, query: _query, mappings, ...each }) => ({
      ...each,
      mappings: mappings.map((mapping) => ({ ...mapping, field: field(mapping.field) })),
    })),
    ...(authority !== undefined && { authority: side(authority) }),
    ...(strategies && {
      strategies: byField(strategies, (one) => ({ ...one, authority: sideOrNone(one.authority) })),
    }),
    ...(winners && {
      winners: { default: sideOrNone(winners.default), fields: byField(winners.fields, side) },
    }),
    ...(access && { access: byField(access, (rule) => rule) }),
    ...(filter && { filter: withFields(filter, field) }),
  });
}

function withFields(filter: NonNullable<DraftBody["filter"]>, field: (ref: string) => string) {
  const named = <T extends { field: string }>(conditions: readonly T[]): T[] =>
    conditions.map((condition) => ({ ...condition, field: field(condition.field) }));
  return "all" in filter ? { all: named(filter.all) } : { any: named(filter.any) };
}

/** The sides of the registry that was made of the draft, by the draft's refs; none where there is no registry. */
export async function sidesOfDraft(
  db: Scoped,
  { registryId, body }: Draft,
): Promise<ReadonlyMap<string, string>> {
  const registry = registryId && (await findRegistry(db, registryId));
  if (!registry) return new Map();
  const byPlace = new Map(
    registry.sides.map(({ id, connectionId, address: { rowIds: _ids, ...location } }) => [
      placeText({ connectionId: publicId("con", connectionId), location }),
      id,
    ]),
  );
  return new Map(
    body.sides.flatMap((side) => {
      const id = byPlace.get(placeText(side));
      return id ? [[side.ref, id] as const] : [];
    }),
  );
}
