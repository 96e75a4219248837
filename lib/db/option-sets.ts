import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import type { Scoped } from "./control";
import { Prisma } from "./generated/client";
import type { RowClient } from "./row-store";

const optionSource = z.object({ registryId: z.uuid(), field: z.string() });

/** Where a set's options are read from: a field of a registry. */
export type OptionSource = z.infer<typeof optionSource>;

export interface OptionSet {
  readonly id: string;
  readonly name: string;
  /** Of a set with a source: as they were when they last changed. */
  readonly options: readonly string[];
  readonly source: OptionSource | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const read = ({ source, ...set }: Prisma.OptionSetGetPayload<object>): OptionSet => ({
  ...set,
  source: source === null ? null : optionSource.parse(source),
});

export async function listOptionSets(db: Scoped): Promise<OptionSet[]> {
  return (await db.optionSet.findMany({ orderBy: { name: "asc" } })).map(read);
}

export async function findOptionSet(db: Scoped, id: string): Promise<OptionSet | null> {
  const stored = await db.optionSet.findFirst({ where: { id } });
  return stored && read(stored);
}

type OptionSetContent = Pick<OptionSet, "name" | "options" | "source">;

export async function insertOptionSet(
  db: Scoped,
  organizationId: string,
  set: OptionSetContent & { readonly id: string },
): Promise<void> {
  const data = { organizationId, id: set.id, ...columnsOf(set) };
  await db.optionSet.create({ data }).catch(refuseTakenName);
}

export async function changeOptionSet(
  db: Scoped,
  id: string,
  { at, ...set }: OptionSetContent & { readonly at: Date },
): Promise<void> {
  const data = { ...columnsOf(set), updatedAt: at };
  await db.optionSet.updateMany({ where: { id }, data }).catch(refuseTakenName);
}

export async function deleteOptionSet(db: Scoped, id: string): Promise<void> {
  await db.optionSet.deleteMany({ where: { id } });
}

const columnsOf = ({ name, options, source }: OptionSetContent) => ({
  name,
  options: [...options],
  source: source === null ? Prisma.DbNull : { ...source },
});

/** Prisma's code for a unique key that is taken; of a set, only its name can be. */
function refuseTakenName(thrown: unknown): never {
  if (!(thrown instanceof Prisma.PrismaClientKnownRequestError) || thrown.code !== "P2002") throw thrown;
  throw new AppError("invalid-input", "Another option set has this name.", {
    paths: [{ path: "/name", message: "This name is taken." }],
  });
}

export interface OptionSetUse {
  /** Public id of the set. */
  readonly set: string;
  readonly registryId: string;
  readonly registry: string;
  readonly field: string;
}

/** Fields that take their values from sets, in schemas in force and in drafts. */
export function listOptionSetUses(db: Scoped): Promise<OptionSetUse[]> {
  return db.$queryRaw<OptionSetUse[]>`
    select distinct p.value->>'x-options' as set, r.id as "registryId", r.name as registry, p.key as field
      from (select distinct on (registry_id, version is null) registry_id, document
              from schema_version order by registry_id, version is null, published_at desc) newest
      join registry r on r.id = newest.registry_id
     cross join lateral jsonb_each(newest.document->'properties') p
     where p.value->>'x-options' is not null
     order by 3, 4`;
}

/** Names of the sets whose options are read from this registry. */
export async function setsReadFrom(db: Scoped, registryId: string): Promise<string[]> {
  const sets = await db.optionSet.findMany({
    where: { source: { path: ["registryId"], equals: registryId } },
    orderBy: { name: "asc" },
  });
  return sets.map(({ name }) => name);
}

/** More options than any select takes; a field with more values is no set of options. */
const MOST_OPTIONS = 10_000;

/** The values that a registry's field has now, each once, as options. */
async function optionsOfSource(client: RowClient, source: OptionSource): Promise<string[]> {
  const { rows } = await client.query<{ option: string }>(
    `select distinct coalesce(member, b.cells->>$2) as option
       from rows.base b
       left join lateral jsonb_array_elements_text(
              case jsonb_typeof(b.cells->$2) when 'array' then b.cells->$2 else '[]' end) as member on true
      where b.registry_id = $1 and b.in_scope and jsonb_typeof(b.cells->$2) in ('string', 'array')
      order by 1 limit $3`,
    [source.registryId, source.field, MOST_OPTIONS],
  );
  return rows.flatMap(({ option }) => (option === null || option === "" ? [] : [option]));
}

/** What each of these sets offers now, by public id. */
export async function currentOptions(
  client: RowClient,
  sets: readonly OptionSet[],
): Promise<Map<string, readonly string[]>> {
  const offered = new Map<string, readonly string[]>();
  for (const { id, options, source } of sets)
    offered.set(publicId("ops", id), source ? await optionsOfSource(client, source) : options);
  return offered;
}

/**
 * Notes what the sets that are read from this registry offer now. Registries whose rules take a set that has changed
 * are to decide on every row anew, in a run of their own.
 */
export async function noteChangedOptions(client: RowClient, registryId: string): Promise<void> {
  const { rows: sets } = await client.query<{ id: string; options: string[]; source: OptionSource }>(
    "select id, options, source from public.option_set where source->>'registryId' = $1::text",
    [registryId],
  );
  for (const { id, options, source } of sets) {
    const now = await optionsOfSource(client, source);
    if (JSON.stringify(now) === JSON.stringify(options)) continue;
    await client.query("update public.option_set set options = $2, updated_at = now() where id = $1", [
      id,
      now,
    ]);
    await client.query(
      `update public.registry r set recheck = recheck + 1, dirty = true
        where exists (select from (select document from public.schema_version v
                                    where v.registry_id = r.id and v.published_at is not null
                                    order by v.published_at desc limit 1) in_force,
                           jsonb_each(in_force.document->'properties') p where p.value->>'x-options' = $1)`,
      [publicId("ops", id)],
    );
  }
}
