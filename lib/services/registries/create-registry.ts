import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { requireSchedule, usualSchedule } from "@/lib/billing/plans";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import {
  findRegistry,
  findTakenPlace,
  insertRegistry,
  type NewRegistry,
  type SideDefinition,
} from "@/lib/db/registries";
import type { Field } from "@/lib/engine/field";
import { AppError } from "@/lib/errors";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { claimRegistryRoom, requireRegistryRoom } from "../organizations/plan-limits";
import { planOfOrganization } from "../organizations/plan-of-organization";
import { lookAtSide, requireSyncable, type SideLook } from "./look-at-side";
import { columnsSeen } from "./new-columns";
import { checkedMappings, fieldIdOf, proposeFields, proposeMappings } from "./propose-mapping";
import type { CreateRegistryInput } from "./registry-input";
import { type RegistryView, registryView } from "./registry-view";
import { accessOf, filterOf, strategiesOf, verdictOf, winnersOf } from "./settings-of-input";

/** The order of application among kinds; within a kind as given. */
const KIND_ORDER = ["notion", "postgres", "google-sheets", "memory"];

/**
 * Makes a registry over two sides or more: looks at each side as it is now, fills in what the input leaves open, and
 * refuses what could not be synced correctly, with the path of each fault. Nothing is read or written yet. Throws
 * AppError `limit-reached` where the plan has no place for another registry. `id`: the uuid that it gets.
 */
export async function createRegistry(
  caller: Caller,
  input: CreateRegistryInput,
  now = new Date(),
  id = newUuid(),
): Promise<RegistryView> {
  authorize(caller, "registry:write");
  await withOrg(caller.organizationId, (db) => requireRegistryRoom(db, caller.organizationId));
  const schedule = await scheduleOf(caller, input.schedule);
  const looks = await Promise.all(input.sides.map((side, at) => lookAtSide(caller, side, `/sides/${at}`)));
  const fields = fieldsOf(input, looks);
  const key = keyOf(input, fields);
  const sides = sidesOf(input, looks, { fields, key });
  await Promise.all(
    sides.map((side, at) => requireSyncable(caller, side, { fields, key, path: `/sides/${at}` })),
  );
  const names = { fields, sides };
  const registry: NewRegistry = {
    id,
    name: input.name,
    fields,
    key,
    mode: input.mode,
    schedule,
    ...verdictOf({ conflict: input.conflict, authority: input.authority ?? null }, names),
    strategies: strategiesOf(input.strategies, names),
    match: input.match,
    normalise: input.normalise,
    winners: winnersOf(input.winners, names),
    filter: filterOf(input.filter, names),
    leaving: input.leaving,
    access: accessOf(input.access, names),
    deletes: input.deletes,
    brakes: Object.fromEntries(Object.entries(input.brakes).filter(([, limit]) => limit !== undefined)),
    approvalDays: input.approvalDays,
    sides,
  };
  return store(caller, registry, now);
}

/** The schedule that was asked for, within the plan; else the plan's usual one. */
async function scheduleOf(caller: Caller, asked: string | undefined): Promise<string> {
  const plan = await withOrg(caller.organizationId, (db) => planOfOrganization(db, caller.organizationId));
  if (asked !== undefined) requireSchedule(plan, asked);
  return asked ?? usualSchedule(plan);
}

function fieldsOf(input: CreateRegistryInput, looks: readonly SideLook[]): Field[] {
  const wanted =
    input.fields ?? proposeFields(looks[0]?.shape ?? { fields: [], rowCount: null, problems: [] });
  const taken = new Set<string>();
  return wanted.map((field, at) => {
    const id = fieldIdOf(field.name, taken);
    taken.add(id);
    if (field.type !== "relation") return { id, name: field.name, type: field.type };
    const target = uuidOf("reg", ("target" in field && field.target) || "");
    if (target) return { id, name: field.name, type: field.type, target };
    throw new AppError("invalid-input", `The relation "${field.name}" needs the registry it points into.`, {
      paths: [{ path: `/fields/${at}/target`, message: "This is not the id of a registry." }],
    });
  });
}

function keyOf(input: CreateRegistryInput, fields: readonly Field[]): string[] {
  return input.key.map((name, at) => {
    const field = fields.find((candidate) => candidate.name === name || candidate.id === name);
    const fault = !field
      ? `There is no field "${name}".`
      : field.type === "relation"
        ? "A relation cannot be part of the key."
        : null;
    if (field && !fault) return field.id;
    throw new AppError("invalid-input", "The key is not usable.", {
      paths: [{ path: `/key/${at}`, message: fault ?? "" }],
    });
  });
}

/** Sides in the order of application, which is that of their positions. */
export function inOrder<Side extends { readonly kind: string }>(sides: readonly Side[]): Side[] {
  const rank = ({ kind }: Side): number => KIND_ORDER.indexOf(kind);
  return sides.toSorted((a, b) => rank(a) - rank(b));
}

function sidesOf(
  input: CreateRegistryInput,
  looks: readonly SideLook[],
  { fields, key }: { readonly fields: readonly Field[]; readonly key: readonly string[] },
): SideDefinition[] {
  const position = new Map(inOrder(looks).map((side, at) => [side, at]));
  return looks.map((side) => {
    const mappings = side.asked
      ? checkedMappings(side.asked, { fields, shape: side.shape, path: side.path })
      : proposeMappings(fields, side.shape);
    const unmapped = key.filter(
      (id) => !mappings.some((mapping) => mapping.field === id && mapping.direction !== "off"),
    );
    if (unmapped.length > 0) {
      throw new AppError("invalid-input", `${side.title} has no column for the key field "${unmapped[0]}".`, {
        remedy: "Map every key field on every side.",
        paths: [{ path: `${side.path}/mappings`, message: `The key field "${unmapped[0]}" is not mapped.` }],
      });
    }
    return {
      id: newUuid(),
      connectionId: side.connectionId,
      kind: side.kind,
      title: side.title,
      address: side.address,
      mappings: directed(mappings, input.mode, position.get(side) === 0),
      position: position.get(side) ?? 0,
      match: input.sides[looks.indexOf(side)]?.match ?? null,
      knownColumns: columnsSeen(side.shape.fields),
    };
  });
}

/** The one-way modes are presets of directions: the first side is read, the others are written. */
export function directed(
  mappings: SideDefinition["mappings"],
  mode: CreateRegistryInput["mode"],
  isFirst: boolean,
): SideDefinition["mappings"] {
  if (mode !== "one-way" && mode !== "mirror") return mappings;
  return mappings.map((mapping) =>
    mapping.direction === "both" ? { ...mapping, direction: isFirst ? "in" : "out" } : mapping,
  );
}

/** A relation into a registry that is not there, or not this organization's, would never resolve. */
export async function requireTargets(db: Scoped, fields: readonly Field[]): Promise<void> {
  for (const [at, { name, target }] of fields.entries()) {
    if (!target || (await findRegistry(db, target))) continue;
    throw new AppError("invalid-input", `The relation "${name}" needs the registry it points into.`, {
      paths: [{ path: `/fields/${at}/target`, message: "There is no such registry." }],
    });
  }
}

async function store(caller: Caller, registry: NewRegistry, now: Date): Promise<RegistryView> {
  return withOrg(caller.organizationId, async (db) => {
    // Again: another one may have been made while the sides were looked at.
    await claimRegistryRoom(db, caller.organizationId);
    await requireTargets(db, registry.fields);
    const taken = await findTakenPlace(db, registry.sides);
    if (taken) {
      throw new AppError("invalid-input", `${taken} belongs to another registry already.`, {
        remedy: "One place belongs to one registry, so that changes cannot go round in circles.",
      });
    }
    await insertRegistry(db, caller.organizationId, registry);
    const stored = await findRegistry(db, registry.id);
    if (!stored) throw new AppError("internal", "A registry vanished while it was stored.");
    const target = { type: "registry", ref: publicId("reg", registry.id) };
    const payload = {
      name: registry.name,
      key: registry.key,
      fields: registry.fields,
      sides: registry.sides.map(({ title, mappings }) => ({ title, mappings })),
    };
    await record(
      db,
      [
        {
          actor: caller.actor,
          action: "registry.created",
          outcome: "ok",
          target,
          source: null,
          destination: null,
          requestId: caller.requestId,
          runId: null,
          payload,
        },
      ],
      now,
    );
    return registryView(stored);
  });
}
