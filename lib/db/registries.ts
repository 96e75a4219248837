import "server-only";
import { z } from "zod";
import type { Field } from "@/lib/engine/field";
import { FIELD_ID, FIELD_TYPES } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { Scoped } from "./control";
import { Prisma } from "./generated/client";

const fieldType = z.enum(FIELD_TYPES);

/** A registry's fields as they are stored; ids were given by us and outlive renames. */
export const storedFields = z.array(
  z.object({
    id: z.string().regex(FIELD_ID),
    name: z.string(),
    type: fieldType,
    target: z.uuid().optional(),
  }),
);

export const storedMappings = z.array(
  z.object({
    field: z.string().regex(FIELD_ID),
    sideField: z.string(),
    direction: z.enum(["both", "in", "out", "off"]),
  }),
);

const address = z.record(z.string(), z.union([z.string(), z.number()]));

/** Overrides of the brakes' defaults; shares are fractions of 1. */
export const storedBrakes = z.object({
  deletedShare: z.number().min(0).max(1).optional(),
  deletedFloor: z.number().int().min(0).optional(),
  changedShare: z.number().min(0).max(1).optional(),
});

export type Mapping = z.infer<typeof storedMappings>[number];
export type BrakeLimits = z.infer<typeof storedBrakes>;

export interface SideDefinition {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: string;
  readonly title: string;
  readonly address: Readonly<Record<string, string | number>>;
  readonly mappings: readonly Mapping[];
  readonly position: number;
}

export interface RegistryDefinition {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly key: readonly string[];
  readonly mode: "bidirectional" | "one-way" | "mirror" | "shadow";
  readonly schedule: string;
  readonly conflict: "last-write-wins" | "hash" | "authority" | "manual";
  readonly authority: string | null;
  readonly match: "create-only" | "match-then-create" | "match-only";
  readonly deletes: "hold" | "propagate" | "archive" | "never";
  readonly brakes: BrakeLimits;
  readonly paused: boolean;
  readonly dirty: boolean;
  readonly state: string;
  readonly stateReason: string | null;
  readonly rowCount: number;
  readonly lastRunId: string | null;
  readonly lastRunAt: Date | null;
  readonly nextRunAt: Date | null;
  readonly createdAt: Date;
  readonly sides: readonly SideDefinition[];
}

const withSides = { sides: { orderBy: { position: "asc" } } } satisfies Prisma.RegistryInclude;
type StoredRegistry = Prisma.RegistryGetPayload<{ include: typeof withSides }>;

export async function findRegistry(db: Scoped, id: string): Promise<RegistryDefinition | null> {
  const stored = await db.registry.findFirst({ where: { id }, include: withSides });
  return stored && read(stored);
}

export async function listRegistries(db: Scoped): Promise<RegistryDefinition[]> {
  const stored = await db.registry.findMany({ include: withSides, orderBy: { name: "asc" } });
  return stored.map(read);
}

function read(stored: StoredRegistry): RegistryDefinition {
  return {
    id: stored.id,
    name: stored.name,
    fields: storedFields
      .parse(stored.fields)
      .map(({ target, ...field }) => (target ? { ...field, target } : field)),
    key: stored.key,
    mode: stored.mode as RegistryDefinition["mode"],
    schedule: stored.schedule,
    conflict: stored.conflict as RegistryDefinition["conflict"],
    authority: stored.authority,
    match: stored.match as RegistryDefinition["match"],
    deletes: stored.deletes as RegistryDefinition["deletes"],
    brakes: storedBrakes.parse(stored.brakes),
    paused: stored.paused,
    dirty: stored.dirty,
    state: stored.state,
    stateReason: stored.stateReason,
    rowCount: stored.rowCount,
    lastRunId: stored.lastRunId,
    lastRunAt: stored.lastRunAt,
    nextRunAt: stored.nextRunAt,
    createdAt: stored.createdAt,
    sides: stored.sides.map((side) => ({
      id: side.id,
      connectionId: side.connectionId,
      kind: side.kind,
      title: side.title,
      address: address.parse(side.location),
      mappings: storedMappings.parse(side.mappings),
      position: side.position,
    })),
  };
}

export interface NewRegistry {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly key: readonly string[];
  readonly mode: RegistryDefinition["mode"];
  readonly schedule: string;
  readonly conflict: RegistryDefinition["conflict"];
  readonly authority: string | null;
  readonly match: RegistryDefinition["match"];
  readonly deletes: RegistryDefinition["deletes"];
  readonly brakes: BrakeLimits;
  readonly sides: readonly SideDefinition[];
}

/** The location as canonical text, without its changeable title: one writable place belongs to one registry. */
const placeOf = (location: SideDefinition["address"]): string =>
  JSON.stringify(
    Object.entries(location)
      .filter(([part]) => part !== "title")
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Which of these places a registry has already, by title. */
export async function findTakenPlace(db: Scoped, sides: readonly SideDefinition[]): Promise<string | null> {
  for (const side of sides) {
    const taken = await db.side.findFirst({
      where: { connectionId: side.connectionId, place: placeOf(side.address) },
    });
    if (taken) return taken.title;
  }
  return null;
}

export async function insertRegistry(
  db: Scoped,
  organizationId: string,
  registry: NewRegistry,
): Promise<void> {
  const { sides, fields, key, brakes, ...columns } = registry;
  const data = {
    organizationId,
    ...columns,
    key: [...key],
    fields: fields as unknown as Prisma.InputJsonValue,
    brakes: { ...brakes },
  };
  await db.registry.create({ data }).catch(refuseTakenName);
  await db.side.createMany({
    data: sides.map(({ address: location, mappings, ...side }) => ({
      organizationId,
      registryId: registry.id,
      ...side,
      location: { ...location },
      place: placeOf(location),
      mappings: mappings as unknown as Prisma.InputJsonValue,
    })),
  });
}

export interface RegistrySettings {
  readonly name?: string;
  readonly schedule?: string;
  readonly conflict?: RegistryDefinition["conflict"];
  readonly deletes?: RegistryDefinition["deletes"];
  readonly brakes?: BrakeLimits;
  readonly paused?: boolean;
  readonly nextRunAt?: Date | null;
  readonly dirty?: boolean;
}

export async function changeRegistry(db: Scoped, id: string, settings: RegistrySettings): Promise<void> {
  const { brakes, ...columns } = settings;
  const data = { ...columns, ...(brakes && { brakes: { ...brakes } }) };
  await db.registry.updateMany({ where: { id }, data }).catch(refuseTakenName);
}

/** Prisma's code for a unique key that is taken; of a registry's, only its name can be. */
function refuseTakenName(thrown: unknown): never {
  if (!(thrown instanceof Prisma.PrismaClientKnownRequestError) || thrown.code !== "P2002") throw thrown;
  throw new AppError("invalid-input", "Another registry has this name.", {
    paths: [{ path: "/name", message: "This name is taken." }],
  });
}

export async function deleteRegistry(db: Scoped, id: string): Promise<void> {
  await db.registry.deleteMany({ where: { id } });
}

/** Registries whose relations point into this one. */
export async function registriesPointingAt(db: Scoped, id: string): Promise<string[]> {
  const all = await listRegistries(db);
  return all
    .filter((registry) => registry.id !== id && registry.fields.some((field) => field.target === id))
    .map((r) => r.name);
}
