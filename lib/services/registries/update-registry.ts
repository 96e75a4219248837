import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import {
  changeRegistry,
  changeSide,
  type RegistryChange,
  type RegistryDefinition,
  type SideDefinition,
} from "@/lib/db/registries";
import type { Mapping, MatchMode } from "@/lib/db/stored-registry";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { changeNoted, requireRegistry } from "./browse-registries";
import { directed } from "./create-registry";
import { lookAtSide, requireSyncable } from "./look-at-side";
import { checkedMappings } from "./propose-mapping";
import type { UpdateRegistryInput } from "./registry-input";
import type { RegistryView } from "./registry-view";
import { accessOf, filterOf, type Names, sideOf, strategiesOf, winnersOf } from "./settings-of-input";

/**
 * Changes what its owner decides about a registry; what is left out stays. A change that bears on rows that did not
 * change (mapping, filter, mode) makes the next run look at all of them, and that run is held with its effect.
 */
export async function updateRegistry(
  caller: Caller,
  id: string,
  input: UpdateRegistryInput,
  now = new Date(),
): Promise<RegistryView> {
  authorize(caller, "registry:write");
  const before = await withOrg(caller.organizationId, (db) => requireRegistry(db, id));
  const settings = settingsOf(input, before);
  const sides = await changedSides(caller, input, before);
  const payload = { ...settings, ...(sides.length > 0 && { sides }) };
  return changeNoted(caller, { id, action: "registry.updated", payload, now }, async (db, registry) => {
    const bears = sides.length > 0 || input.filter !== undefined || input.leaving !== undefined;
    await changeRegistry(db, registry.id, { ...settings, ...(bears && { recheck: true }) });
    for (const { id: sideId, ...change } of sides) await changeSide(db, sideId, change);
  });
}

function settingsOf(input: UpdateRegistryInput, registry: RegistryDefinition): RegistryChange {
  const names: Names = registry;
  const { sides: _sides, authority, strategies, winners, filter, access, ...plain } = input;
  if (input.normalise !== undefined && input.normalise !== registry.normalise && registry.rowCount > 0)
    throw new AppError("invalid-input", "How keys are compared is settled by the first sync.", {
      remedy: "Make a new registry to match by another form of the key.",
      paths: [{ path: "/normalise", message: "The registry has rows already." }],
    });
  const given = {
    ...plain,
    ...(authority !== undefined && {
      authority: authority === null ? null : sideOf(authority, names, "/authority"),
    }),
    ...(strategies && { strategies: strategiesOf(strategies, names) }),
    ...(winners && { winners: winnersOf(winners, names) }),
    ...(filter !== undefined && { filter: filterOf(filter, names) }),
    ...(access && { access: accessOf(access, names) }),
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as RegistryChange;
}

interface ChangedSide {
  readonly id: string;
  readonly mappings?: readonly Mapping[];
  readonly match?: MatchMode | null;
}

/** The sides whose mapping or match changes, checked against the places as they are now. */
async function changedSides(
  caller: Caller,
  input: UpdateRegistryInput,
  registry: RegistryDefinition,
): Promise<ChangedSide[]> {
  const modeChanges = givesDirections(registry.mode, input.mode ?? registry.mode);
  const asked = new Map(
    (input.sides ?? []).map((side, at) => [sideOf(side.id, registry, `/sides/${at}/id`), { side, at }]),
  );
  const changed: ChangedSide[] = [];
  for (const [position, definition] of registry.sides.entries()) {
    const { side, at } = asked.get(definition.id) ?? { side: null, at: position };
    const match = side?.match === undefined ? {} : { match: side.match };
    if (!side?.mappings && !modeChanges) {
      if (side?.match !== undefined) changed.push({ id: definition.id, ...match });
      continue;
    }
    const path = `/sides/${at}`;
    const mappings = await mappingsOf(caller, { definition, asked: side?.mappings, registry, input, path });
    changed.push({ id: definition.id, ...match, mappings });
  }
  return changed;
}

/** A try in shadow keeps the directions as they are drawn, on its way in and on its way out to both ways. */
const givesDirections = (from: string, to: string): boolean =>
  from !== to && to !== "shadow" && !(from === "shadow" && to === "bidirectional");

interface Remapping {
  readonly definition: SideDefinition;
  readonly asked: NonNullable<UpdateRegistryInput["sides"]>[number]["mappings"];
  readonly registry: RegistryDefinition;
  readonly input: UpdateRegistryInput;
  readonly path: string;
}

async function mappingsOf(caller: Caller, remapping: Remapping): Promise<readonly Mapping[]> {
  const { definition, asked, registry, input, path } = remapping;
  const side = {
    connectionId: publicId("con", definition.connectionId),
    location: { ...definition.address },
  };
  const { shape } = await lookAtSide(caller, side, path);
  const { fields, key } = registry;
  const wanted =
    asked ??
    definition.mappings.map((mapping) => {
      if (mapping.direction === "off") return mapping;
      const isWritable = shape.fields.find((field) => field.id === mapping.sideField)?.writable ?? false;
      return { ...mapping, direction: isWritable ? ("both" as const) : ("in" as const) };
    });
  const checked = checkedMappings(wanted, { fields, shape, path });
  const mode = input.mode ?? registry.mode;
  const mappings = asked ? checked : directed(checked, mode, definition.position === 0);
  const unmapped = key.find(
    (part) => !mappings.some(({ field, direction }) => field === part && direction !== "off"),
  );
  if (unmapped) {
    throw new AppError("invalid-input", `${definition.title} has no column for a key field.`, {
      remedy: "Map every key field on every side.",
      paths: [{ path: `${path}/mappings`, message: "A key field is not mapped." }],
    });
  }
  const twice = mappings.find((one, at) => mappings.findIndex((other) => other.field === one.field) !== at);
  if (twice) {
    throw new AppError("invalid-input", "A field is mapped twice on one side.", {
      paths: [{ path: `${path}/mappings`, message: "Map each field once." }],
    });
  }
  await requireSyncable(caller, { ...definition, mappings }, { fields, key, path });
  return mappings;
}
