import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { RegistryDefinition, SideDefinition } from "@/lib/db/registries";
import type { Mapping } from "@/lib/db/stored-registry";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "./browse-registries";
import { lookAtShape } from "./look-at-side";
import type { AccessPresetInput } from "./registry-input";
import type { RegistryView } from "./registry-view";
import { fieldOf, sideOf } from "./settings-of-input";
import { updateRegistry } from "./update-registry";

/**
 * Sets the directions of fields to a pattern that has a name:
 *
 * - foundation: all fields, or those given, are edited on one side only; on every other side edits are put back.
 * - governed: the same for chosen fields, whose authority the side is.
 * - may-not-edit: on this side edits of the fields are put back.
 * - may-edit: on this side edits of the fields count again.
 *
 * Throws AppError `invalid-input` with the path of each field that cannot be so, and how to mend it.
 */
export async function applyAccessPreset(
  caller: Caller,
  id: string,
  input: AccessPresetInput,
  now = new Date(),
): Promise<RegistryView> {
  authorize(caller, "registry:write");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, id));
  const sideId = sideOf(input.side, registry, "/side");
  const asked = askedFields(input, registry, sideId);
  const turned = registry.sides.map((side) => ({
    side,
    ...turn(side, { ...input, sideId, asked, registry }),
  }));
  const problems = turned.flatMap((own) => own.problems);
  const changed = turned.filter((own) => own.changed.length > 0);
  for (const { side, changed: fields, mappings } of changed)
    problems.push(...(await unwritable(caller, side, { asked, fields, mappings })));
  if (problems.length > 0) throw refused(problems);
  const sides = changed.map(({ side, mappings }) => ({
    id: publicId("sid", side.id),
    mappings: [...mappings],
  }));
  return updateRegistry(caller, id, { sides }, now);
}

/** A field of the input, and where it stands there. */
interface AskedField {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

const MENDS = "Leave these fields out, or map them so that the preset can hold there.";

const refused = (paths: readonly Problem[]): AppError =>
  new AppError("invalid-input", paths[0]?.message ?? "The preset cannot be made.", { remedy: MENDS, paths });

function askedFields(
  { preset, fields }: AccessPresetInput,
  registry: RegistryDefinition,
  sideId: string,
): AskedField[] {
  if (fields)
    return fields.map((ref, at) => {
      const path = `/fields/${at}`;
      const { id, name } = fieldOf(ref, registry, path);
      return { id, name, path };
    });
  if (preset !== "foundation")
    throw refused([{ path: "/fields", message: "Say which fields the preset is for." }]);
  const own = registry.sides.find((side) => side.id === sideId);
  return registry.fields
    .filter(({ id }) => own && mappingOf(own, id))
    .map(({ id, name }) => ({ id, name, path: "/fields" }));
}

/** What the field is on a side, unless it is not mapped there. */
const mappingOf = (side: SideDefinition, fieldId: string): Mapping | undefined =>
  side.mappings.find(({ field, direction }) => field === fieldId && direction !== "off");

interface Turning {
  readonly preset: AccessPresetInput["preset"];
  readonly sideId: string;
  readonly asked: readonly AskedField[];
  readonly registry: RegistryDefinition;
}

interface Turned {
  /** Ids of the fields whose direction becomes another. */
  readonly changed: readonly string[];
  readonly mappings: readonly Mapping[];
  readonly problems: readonly Problem[];
}

/** One side's mappings as the preset has them. */
function turn(side: SideDefinition, turning: Turning): Turned {
  const isNamed = side.id === turning.sideId;
  const problems = turning.asked.flatMap((field) => (isNamed ? problemOn(side, field, turning) : []));
  const isAsked = new Set(turning.asked.map(({ id }) => id));
  const mappings = side.mappings.map((mapping) =>
    isAsked.has(mapping.field) && mapping.direction !== "off"
      ? { ...mapping, direction: directionIn(turning.preset, isNamed, mapping.direction) }
      : mapping,
  );
  const changed = mappings
    .filter(({ direction }, at) => direction !== side.mappings[at]?.direction)
    .map(({ field }) => field);
  return { changed, mappings, problems };
}

function directionIn(
  preset: Turning["preset"],
  isNamed: boolean,
  direction: Mapping["direction"],
): Mapping["direction"] {
  const counts = direction === "out" ? "both" : direction;
  switch (preset) {
    case "foundation":
    case "governed":
      return isNamed ? counts : "out";
    case "may-not-edit":
      return isNamed ? "out" : direction;
    case "may-edit":
      return isNamed ? counts : direction;
    default:
      return preset satisfies never;
  }
}

/** What stands against the preset on the side that it names. */
function problemOn(side: SideDefinition, field: AskedField, { preset, registry }: Turning): Problem[] {
  if (!mappingOf(side, field.id))
    return [{ path: field.path, message: `${field.name} is not mapped on ${side.title}.` }];
  if (preset !== "may-not-edit") return [];
  const others = registry.sides.filter((other) => other.id !== side.id);
  const counts = others.some((other) => {
    const direction = mappingOf(other, field.id)?.direction;
    return direction === "both" || direction === "in";
  });
  const message = `Then no side could edit ${field.name}: let another side edit it first.`;
  return counts ? [] : [{ path: field.path, message }];
}

/** Fields that the preset would have written where their column cannot be. */
async function unwritable(
  caller: Caller,
  side: SideDefinition,
  {
    asked,
    fields,
    mappings,
  }: Pick<Turning, "asked"> & { readonly fields: readonly string[]; readonly mappings: readonly Mapping[] },
): Promise<Problem[]> {
  const place = { connectionId: publicId("con", side.connectionId), location: { ...side.address } };
  const shape = await lookAtShape(caller, place, "/side");
  return asked.flatMap(({ id, name, path }) => {
    const mapping = fields.includes(id) && mappings.find(({ field }) => field === id);
    const column = mapping && shape.fields.find((field) => field.id === mapping.sideField);
    if (!column || column.writable) return [];
    const why = column.readOnlyReason ?? "it is read-only";
    return [
      { path, message: `${name} cannot be written on ${side.title} (${why}), so nothing is put back there.` },
    ];
  });
}
