import "server-only";
import type { Baseline } from "@/lib/engine/baseline";
import type { DeletePolicy, Field, Strategy } from "@/lib/engine/field";
import type { Filter } from "@/lib/engine/filter";
import { AppError } from "@/lib/errors";
import type { Scoped } from "./control";
import { Prisma } from "./generated/client";
import {
  type Mapping,
  type MatchMode,
  type StoredAccess,
  type StoredBrakes,
  type StoredStrategies,
  type StoredWinners,
  storedAccess,
  storedAddress,
  storedBaseline,
  storedBrakes,
  storedColumns,
  storedFields,
  storedFilter,
  storedMappings,
  storedStrategies,
  storedWinners,
} from "./stored-registry";
import { takeTurnAt } from "./turns";

export interface SideDefinition {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: string;
  readonly title: string;
  readonly address: Readonly<Record<string, string | number>>;
  readonly mappings: readonly Mapping[];
  readonly position: number;
  /** How its records find their rows; null = as the registry says. */
  readonly match: MatchMode | null;
  /** Ids and names of its columns that people have seen, mapped or not; null or left out = not noted yet. */
  readonly knownColumns?: readonly string[] | null;
}

/** What a registry's owner decides about it; the rest of it is what runs left. */
export interface RegistrySettings {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly key: readonly string[];
  readonly mode: "bidirectional" | "one-way" | "mirror" | "shadow";
  readonly schedule: string;
  readonly conflict: Strategy;
  readonly authority: string | null;
  readonly strategies: StoredStrategies;
  readonly match: MatchMode;
  readonly normalise: boolean;
  readonly winners: StoredWinners;
  readonly filter: Filter | null;
  readonly leaving: "keep" | "delete";
  readonly access: StoredAccess;
  readonly deletes: DeletePolicy;
  readonly brakes: StoredBrakes;
  readonly approvalDays: number;
}

export interface RegistryDefinition extends RegistrySettings {
  readonly id: string;
  /** Ids of fields that were taken out of it: no other field may have one. */
  readonly retiredFields: readonly string[];
  readonly paused: boolean;
  readonly dirty: boolean;
  /** Every row is to be decided on anew: how often that was asked for, and up to which of these it is done. */
  readonly recheck: number;
  readonly rechecked: number;
  /** What the last run that wrote was made under; null before the first. */
  readonly baseline: Baseline | null;
  /** Runs that failed one after the other. */
  readonly failures: number;
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
  const { sides, organizationId: _organization, leaseRunId: _run, leaseUntil: _until, ...columns } = stored;
  const { epoch: _epoch, revision: _revision, leaseHolder: _holder, ...kept } = columns;
  return {
    ...kept,
    fields: storedFields
      .parse(stored.fields)
      .map(({ target, ...field }) => (target ? { ...field, target } : field)),
    mode: stored.mode as RegistryDefinition["mode"],
    conflict: stored.conflict as Strategy,
    strategies: storedStrategies.parse(stored.strategies),
    match: stored.match as MatchMode,
    winners: storedWinners.parse(stored.winners),
    filter: stored.filter === null ? null : (storedFilter.parse(stored.filter) as Filter),
    leaving: stored.leaving as RegistryDefinition["leaving"],
    access: storedAccess.parse(stored.access),
    deletes: stored.deletes as DeletePolicy,
    brakes: storedBrakes.parse(stored.brakes),
    baseline: stored.baseline === null ? null : (storedBaseline.parse(stored.baseline) as Baseline),
    sides: sides.map((side) => ({
      id: side.id,
      connectionId: side.connectionId,
      kind: side.kind,
      title: side.title,
      address: storedAddress.parse(side.location),
      mappings: storedMappings.parse(side.mappings),
      position: side.position,
      match: side.match as MatchMode | null,
      knownColumns: storedColumns.nullable().parse(side.knownColumns),
    })),
  };
}

export interface NewRegistry extends RegistrySettings {
  readonly id: string;
  readonly sides: readonly SideDefinition[];
}

/** The location as canonical text, without its changeable title: one writable place belongs to one registry. */
const placeOf = (location: SideDefinition["address"]): string =>
  JSON.stringify(
    Object.entries(location)
      .filter(([part]) => part !== "title" && part !== "rowIds")
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

/** The registry that has a place already; null = none has. */
export async function findHolder(
  db: Scoped,
  { connectionId, address }: Pick<SideDefinition, "connectionId" | "address">,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const side = await db.side.findFirst({
    where: { connectionId, place: placeOf(address) },
    select: { registry: { select: { id: true, name: true } } },
  });
  return side?.registry ?? null;
}

/** Those of these places that a registry has already; `but` = one that does not count. */
export async function heldPlaces<Place extends Pick<SideDefinition, "connectionId" | "address">>(
  db: Scoped,
  places: readonly Place[],
  but: string | null,
): Promise<ReadonlySet<Place>> {
  const held = await db.side.findMany({
    where: {
      connectionId: { in: [...new Set(places.map(({ connectionId }) => connectionId))] },
      place: { in: [...new Set(places.map(({ address }) => placeOf(address)))] },
      ...(but !== null && { registryId: { not: but } }),
    },
    select: { connectionId: true, place: true },
  });
  const known = new Set(held.map(({ connectionId, place }) => `${connectionId} ${place}`));
  return new Set(
    places.filter(({ connectionId, address }) => known.has(`${connectionId} ${placeOf(address)}`)),
  );
}

/** New registries of an organization take turns until the transaction ends. */
export async function queueNewRegistries(db: Scoped): Promise<void> {
  await takeTurnAt(db, "new-registry");
}

export async function insertRegistry(
  db: Scoped,
  organizationId: string,
  registry: NewRegistry,
): Promise<void> {
  const { sides, id, ...settings } = registry;
  const data = { organizationId, id, ...columnsOf(settings) } as Prisma.RegistryUncheckedCreateInput;
  await db.registry.create({ data }).catch(refuseTakenName);
  await db.side.createMany({
    data: sides.map(({ address: location, mappings, knownColumns, ...side }) => ({
      organizationId,
      registryId: registry.id,
      ...side,
      ...(knownColumns && { knownColumns: [...knownColumns] }),
      location: { ...location },
      place: placeOf(location),
      mappings: mappings as unknown as Prisma.InputJsonValue,
    })),
  });
}

export interface RegistryChange extends Partial<RegistrySettings> {
  readonly retiredFields?: readonly string[];
  readonly paused?: boolean;
  readonly nextRunAt?: Date | null;
  readonly dirty?: boolean;
  /** Every row is decided on anew in the next run, not only those that change. */
  readonly recheck?: true;
  readonly failures?: number;
  readonly state?: string;
  readonly stateReason?: string | null;
}

export async function changeRegistry(db: Scoped, id: string, change: RegistryChange): Promise<void> {
  const data = columnsOf(change) as Prisma.RegistryUpdateManyMutationInput;
  await db.registry.updateMany({ where: { id }, data }).catch(refuseTakenName);
}

/**
 * Whether a run has the registry. Tells for certain only after `changeRegistry` in the same transaction: from there
 * on no run can take it.
 */
export async function isHeldByRun(db: Scoped, id: string): Promise<boolean> {
  return (await db.registry.count({ where: { id, leaseRunId: { not: null } } })) > 0;
}

/**
 * Ends the turn of whatever worker has the registry in hand: nothing of it is kept any more, and the run goes on in a
 * turn that sees the registry as it is now.
 */
export async function endTurns(db: Scoped, id: string): Promise<void> {
  await db.registry.updateMany({
    where: { id, leaseRunId: { not: null } },
    data: { epoch: { increment: 1 }, leaseHolder: null },
  });
}

/** Settings as their columns: plain JSON, and SQL's null where a filter is taken away. */
function columnsOf({ filter, recheck, ...columns }: RegistryChange): object {
  return {
    ...columns,
    ...(filter !== undefined && { filter: filter ?? Prisma.DbNull }),
    ...(recheck && { recheck: { increment: 1 } }),
  };
}

/** Changes how one side of a registry is read and written. */
export async function changeSide(
  db: Scoped,
  id: string,
  change: Partial<Pick<SideDefinition, "mappings" | "match" | "knownColumns">>,
): Promise<void> {
  const { mappings, knownColumns, ...columns } = change;
  const data = {
    ...columns,
    ...(mappings && { mappings: mappings as unknown as Prisma.InputJsonValue }),
    ...(knownColumns && { knownColumns: [...knownColumns] }),
  };
  await db.side.updateMany({ where: { id }, data });
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
