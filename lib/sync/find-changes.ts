import type { SideShape } from "@/lib/connectors/connector";
import type { RegistryDefinition } from "@/lib/db/registries";
import { type Baseline, compareBaselines } from "@/lib/engine/baseline";
import { NORMALISER_VERSION } from "@/lib/engine/canonical";
import type { OpenSide } from "./sides";

export interface FoundChanges {
  readonly schemaChanges: readonly string[];
  readonly settingChanges: readonly string[];
  /** What this plan is made under, if it is not what the last run that wrote was made under. */
  readonly baseline: Baseline | null;
}

/** What changed in the sides' shapes and in the registry's settings since the last run that wrote. */
export async function findChanges(
  registry: RegistryDefinition,
  sides: readonly OpenSide[],
): Promise<FoundChanges> {
  const shapes = await Promise.all(sides.map(async (side) => [side, await side.shape()] as const));
  const baseline: Baseline = {
    normaliser: NORMALISER_VERSION,
    filter: registry.filter,
    sides: Object.fromEntries(
      shapes.map(([side, shape]) => [side.definition.id, sideBaseline(side, shape, registry)]),
    ),
  };
  const before = registry.baseline;
  if (before === null) return { schemaChanges: [], settingChanges: [], baseline };
  const isSame = sorted(before) === sorted(baseline);
  if (isSame) return { schemaChanges: [], settingChanges: [], baseline: null };
  const titles = new Map(registry.sides.map((side) => [side.id, side.title]));
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const changes = compareBaselines(before, baseline, {
    side: (id) => titles.get(id) ?? "A side that is gone",
    field: (id) => names.get(id) ?? id,
  });
  return { ...changes, baseline };
}

/** Where fields have no type of their own, only the mapping is remembered. */
function sideBaseline({ definition, connector }: OpenSide, shape: SideShape, { fields }: RegistryDefinition) {
  const known = new Set(fields.map((field) => field.id));
  const mappings = definition.mappings.filter(
    ({ field, direction }) => direction !== "off" && known.has(field),
  );
  const mapped = new Set(mappings.map((mapping) => mapping.sideField));
  return {
    mappings: mappings.map(({ field, sideField, direction }) => ({ field, sideField, direction })),
    fields: shape.fields
      .filter((field) => connector.abilities.typedFields && mapped.has(field.id))
      .map(({ id, name, native, options }) => ({ id, name, native, options })),
    unmapped: shape.fields
      .filter(({ id }) => !mapped.has(id))
      .slice(0, MOST_UNMAPPED)
      .map(({ id, name, native }) => ({ id, name, native })),
  };
}

/** A table with more columns that nobody maps is told of the first of them. */
const MOST_UNMAPPED = 200;

/** Equal texts for equal baselines, whatever order Postgres gives their members. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === "object" && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
