import type { RegistryDefinition, RegistrySettings } from "@/lib/db/registries";
import type { Field } from "@/lib/engine/field";
import type { Filter } from "@/lib/engine/filter";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { fieldIdOf } from "./propose-mapping";
import type { UpdateRegistryInput } from "./registry-input";
import { fieldOf } from "./settings-of-input";

export type FieldChanges = NonNullable<UpdateRegistryInput["fields"]>;

type Changed = Pick<RegistrySettings, "fields" | "strategies" | "winners" | "access"> & {
  readonly retiredFields: readonly string[];
};

/**
 * A registry's fields after these changes, and its settings without what they say of fields that are taken out. Renamed
 * fields keep their ids; a new one gets an id that no field of the registry ever had. Throws AppError `invalid-input` with
 * the path of each change that cannot be.
 */
export function changeFields(registry: RegistryDefinition, changes: FieldChanges): Changed {
  const removed = removedFields(registry, changes.remove ?? []);
  const isLeft = (id: string): boolean => !removed.has(id);
  const left = registry.fields.filter(({ id }) => isLeft(id));
  const fields = added(renamed(left, changes.rename ?? []), registry, changes.add ?? []);
  requireDistinct(fields, changes);
  const without = <T>(byField: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(byField).filter(([id]) => isLeft(id)));
  const { strategies, winners, access, retiredFields } = registry;
  return {
    fields,
    strategies: without(strategies),
    winners: { ...winners, fields: without(winners.fields) },
    access: without(access),
    retiredFields: [...retiredFields, ...removed],
  };
}

const refused = (message: string, path: string, fault: string, remedy?: string): AppError =>
  new AppError("invalid-input", message, { ...(remedy && { remedy }), paths: [{ path, message: fault }] });

function removedFields(registry: RegistryDefinition, refs: readonly string[]): ReadonlySet<string> {
  const filtered = filteredBy(registry.filter);
  const ids = refs.map((ref, at) => {
    const path = `/fields/remove/${at}`;
    const { id, name } = fieldOf(ref, registry, path);
    if (registry.key.includes(id))
      throw refused(`${name} cannot be taken out.`, path, "It is part of the key.");
    if (filtered.has(id))
      throw refused(
        `${name} cannot be taken out.`,
        path,
        "The filter asks for it.",
        "Change the filter first.",
      );
    return id;
  });
  return new Set(ids);
}

function filteredBy(filter: Filter | null): ReadonlySet<string> {
  if (filter === null) return new Set();
  return new Set(("all" in filter ? filter.all : filter.any).map(({ field }) => field));
}

function renamed(fields: readonly Field[], renames: NonNullable<FieldChanges["rename"]>): readonly Field[] {
  const names = new Map(
    renames.map(({ field, name }, at) => [
      fieldOf(field, { fields, sides: [] }, `/fields/rename/${at}/field`).id,
      name,
    ]),
  );
  return fields.map((field) => ({ ...field, name: names.get(field.id) ?? field.name }));
}

function added(
  fields: readonly Field[],
  { fields: before, retiredFields }: RegistryDefinition,
  additions: NonNullable<FieldChanges["add"]>,
): readonly Field[] {
  const taken = new Set([...before.map(({ id }) => id), ...retiredFields]);
  const made = additions.map(({ name, type, target }, at): Field => {
    const id = fieldIdOf(name, taken);
    taken.add(id);
    if (type !== "relation") return { id, name, type };
    const registry = uuidOf("reg", target ?? "");
    if (registry) return { id, name, type, target: registry };
    throw refused(
      `The relation "${name}" needs the registry it points into.`,
      `/fields/add/${at}/target`,
      "This is not the id of a registry.",
    );
  });
  return [...fields, ...made];
}

const MOST_FIELDS = 200;

/** Two names that differ in capitals alone are one to people. */
function requireDistinct(fields: readonly Field[], { add = [], rename = [] }: FieldChanges): void {
  if (fields.length > MOST_FIELDS)
    throw refused("The registry would have too many fields.", "/fields/add", `It may have ${MOST_FIELDS}.`);
  const twice = fields.find(({ id, name }) =>
    fields.some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase()),
  );
  if (!twice) return;
  const isTwice = ({ name }: { readonly name: string }): boolean =>
    name.toLowerCase() === twice.name.toLowerCase();
  const [list, at] = add.some(isTwice)
    ? ["add", add.findIndex(isTwice)]
    : ["rename", rename.findIndex(isTwice)];
  throw refused(
    `Two fields would be called "${twice.name}".`,
    `/fields/${list}/${Math.max(at, 0)}/name`,
    "This name is taken.",
  );
}
