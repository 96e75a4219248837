import "server-only";
import type { Caller } from "@/lib/auth/policy";
import { requireSchedule } from "@/lib/billing/plans";
import type { SideShape } from "@/lib/connectors/connector";
import { withOrg } from "@/lib/db/control";
import type { RegistryChange, RegistryDefinition, SideDefinition } from "@/lib/db/registries";
import type { Mapping, MatchMode } from "@/lib/db/stored-registry";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { planOfOrganization } from "../organizations/plan-of-organization";
import { requireRegistry } from "./browse-registries";
import { changeFields } from "./change-fields";
import { directed, requireTargets } from "./create-registry";
import { lookAtShape, requireSyncable } from "./look-at-side";
import { requireMapping } from "./mapping-version";
import { allSeen, columnsSeen } from "./new-columns";
import { checkedMappings } from "./propose-mapping";
import type { UpdateRegistryInput } from "./registry-input";
import {
  accessOf,
  filterOf,
  type Names,
  sideOf,
  strategiesOf,
  verdictOf,
  winnersOf,
} from "./settings-of-input";

/** What an input would change of a registry: checked, nothing of it stored. */
export interface PlannedChange {
  readonly before: RegistryDefinition;
  readonly settings: RegistryChange;
  readonly sides: readonly ChangedSide[];
}

/** Works out a change of a registry against the places as they are now. Throws AppError with the path of each fault. */
export async function registryChange(
  caller: Caller,
  id: string,
  input: UpdateRegistryInput,
): Promise<PlannedChange> {
  const { before, plan } = await withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, id);
    requireMapping(registry, input.mappingVersion);
    return { before: registry, plan: await planOfOrganization(db, caller.organizationId) };
  });
  if (input.schedule !== undefined && input.schedule !== before.schedule)
    requireSchedule(plan, input.schedule);
  const fields = input.fields === undefined ? {} : changeFields(before, input.fields);
  const after: RegistryDefinition = { ...before, ...fields };
  if (input.fields?.add) await withOrg(caller.organizationId, (db) => requireTargets(db, after.fields));
  const sides = await changedSides(caller, input, after);
  return { before, settings: { ...fields, ...settingsOf(input, after) }, sides };
}

function settingsOf(input: UpdateRegistryInput, registry: RegistryDefinition): RegistryChange {
  const names: Names = registry;
  const { sides: _sides, fields: _fields, mappingVersion: _version, ...settings } = input;
  const { conflict, authority, strategies, winners, filter, access, ...plain } = settings;
  if (input.normalise !== undefined && input.normalise !== registry.normalise && registry.rowCount > 0)
    throw new AppError("invalid-input", "How keys are compared is settled by the first sync.", {
      remedy: "Make a new registry to match by another form of the key.",
      paths: [{ path: "/normalise", message: "The registry has rows already." }],
    });
  const given = {
    ...plain,
    ...((conflict !== undefined || authority !== undefined) &&
      verdictOf(
        {
          conflict: conflict ?? registry.conflict,
          authority:
            authority === undefined ? registry.authority && publicId("sid", registry.authority) : authority,
        },
        names,
      )),
    ...(strategies && { strategies: strategiesOf(strategies, names) }),
    ...(winners && { winners: winnersOf(winners, names) }),
    ...(filter !== undefined && { filter: filterOf(filter, names) }),
    ...(access && { access: accessOf(access, names) }),
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as RegistryChange;
}

export interface ChangedSide {
  readonly id: string;
  readonly mappings?: readonly Mapping[];
  readonly match?: MatchMode | null;
  readonly knownColumns?: readonly string[];
}

/** The modes that are nothing but directions: their change redoes the mappings, another's leaves them alone. */
const isOfDirections = (mode: RegistryDefinition["mode"]): boolean => mode === "one-way" || mode === "mirror";

/** The sides whose mapping or match changes, checked against the places as they are now. */
async function changedSides(
  caller: Caller,
  input: UpdateRegistryInput,
  registry: RegistryDefinition,
): Promise<ChangedSide[]> {
  const mode = input.mode ?? registry.mode;
  const redirects = mode !== registry.mode && (isOfDirections(mode) || isOfDirections(registry.mode));
  const asked = askedSides(input, registry);
  const changed: ChangedSide[] = [];
  for (const [position, definition] of registry.sides.entries()) {
    const { side, at } = asked.get(definition.id) ?? { side: null, at: position };
    const seen = side?.seenColumns ? { knownColumns: allSeen(registry, definition) } : {};
    const own = { ...(side?.match !== undefined && { match: side.match }), ...seen };
    if (!side?.mappings && !redirects) {
      const left = definition.mappings.filter(({ field }) => registry.fields.some(({ id }) => id === field));
      const isLess = left.length < definition.mappings.length;
      if (isLess || Object.keys(own).length > 0)
        changed.push({ id: definition.id, ...own, ...(isLess && { mappings: left }) });
      continue;
    }
    const path = `/sides/${at}`;
    const remapping = { definition, asked: side?.mappings, registry, mode, path };
    changed.push({ id: definition.id, ...own, ...(await remapped(caller, remapping)) });
  }
  return changed;
}

function askedSides({ sides = [] }: UpdateRegistryInput, registry: RegistryDefinition) {
  const asked = new Map<string, { side: (typeof sides)[number]; at: number }>();
  for (const [at, side] of sides.entries()) {
    const path = `/sides/${at}/id`;
    const id = sideOf(side.id, registry, path);
    if (asked.has(id))
      throw new AppError("invalid-input", "A side is named twice.", {
        paths: [{ path, message: "This side is named before." }],
      });
    asked.set(id, { side, at });
  }
  return asked;
}

interface Remapping {
  readonly definition: SideDefinition;
  readonly asked: NonNullable<UpdateRegistryInput["sides"]>[number]["mappings"];
  readonly registry: RegistryDefinition;
  readonly mode: RegistryDefinition["mode"];
  readonly path: string;
}

/** The side's new mappings; whoever makes them has seen its columns. */
async function remapped(
  caller: Caller,
  remapping: Remapping,
): Promise<Required<Pick<ChangedSide, "mappings" | "knownColumns">>> {
  const { definition, asked, registry, mode, path } = remapping;
  const side = {
    connectionId: publicId("con", definition.connectionId),
    location: { ...definition.address },
  };
  const shape = await lookAtShape(caller, side, path);
  const { fields, key } = registry;
  const checked = checkedMappings(asked ?? bothWays(definition, shape), { fields, shape, path });
  const mappings = asked ? checked : directed(checked, mode, definition.position === 0);
  requireWhole(mappings, { definition, key, path });
  await requireSyncable(caller, { ...definition, mappings }, { fields, key, path });
  const knownColumns = [...new Set([...allSeen(registry, definition), ...columnsSeen(shape.fields)])];
  return { mappings, knownColumns };
}

/** Each mapped column as it would be in a registry that goes both ways. */
function bothWays({ mappings }: SideDefinition, shape: SideShape): Mapping[] {
  const writable = new Set(shape.fields.filter((field) => field.writable).map((field) => field.id));
  return mappings.map((mapping) =>
    mapping.direction === "off"
      ? mapping
      : { ...mapping, direction: writable.has(mapping.sideField) ? ("both" as const) : ("in" as const) },
  );
}

interface Place {
  readonly definition: SideDefinition;
  readonly key: readonly string[];
  readonly path: string;
}

function requireWhole(mappings: readonly Mapping[], { definition, key, path }: Place): void {
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
}
