import type { RegistryDefinition, SideDefinition } from "@/lib/db/registries";
import { publicId } from "@/lib/ids";

/** A column that a run has found on a side and that nobody has seen yet. */
export interface NewColumnView {
  readonly side: string;
  readonly id: string;
  readonly name: string;
  readonly native: string;
}

type Named = { readonly id: string; readonly name: string };

/** Known by either: where a system has no ids of its own, a column that is moved is known by its name. */
export const columnsSeen = (columns: readonly Named[]): readonly string[] => [
  ...new Set(columns.flatMap(({ id, name }) => [id, name])),
];

/** What is new on the sides since people last looked at their columns, as the last run that wrote has found it. */
export const newColumnsOf = (registry: RegistryDefinition): readonly NewColumnView[] =>
  registry.sides.flatMap((side) =>
    newOn(registry, side).map((column) => ({ side: publicId("sid", side.id), ...column })),
  );

/** What a side's columns are known by once those are seen that the last run found. */
export const allSeen = (registry: RegistryDefinition, side: SideDefinition): readonly string[] => [
  ...new Set([
    ...(side.knownColumns ?? []),
    ...columnsSeen(registry.baseline?.sides[side.id]?.unmapped ?? []),
  ]),
];

function newOn({ baseline }: RegistryDefinition, { id, mappings, knownColumns }: SideDefinition) {
  if (!knownColumns) return [];
  const known = new Set([...knownColumns, ...mappings.map(({ sideField }) => sideField)]);
  const found = baseline?.sides[id]?.unmapped ?? [];
  return found.filter((column) => !known.has(column.id) && !known.has(column.name));
}
