import "server-only";
import { z } from "zod";
import type { Scoped } from "./control";
import type { RowClient } from "./row-store";

export interface StoredSchema {
  readonly id: string;
  readonly registryId: string;
  /** Null = the draft. */
  readonly version: string | null;
  readonly document: unknown;
  readonly hash: string;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
}

/** The schema in force: the one published last. */
export function findPublishedSchema(db: Scoped, registryId: string): Promise<StoredSchema | null> {
  return db.schemaVersion.findFirst({
    where: { registryId, publishedAt: { not: null } },
    orderBy: { publishedAt: "desc" },
  });
}

const optionSource = z.object({ registryId: z.uuid(), field: z.string() });

/** Where a set's options are read from: a field of a registry. */
export type OptionSource = z.infer<typeof optionSource>;

export interface OptionSet {
  readonly id: string;
  readonly name: string;
  readonly options: readonly string[];
  readonly source: OptionSource | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export async function listOptionSets(db: Scoped): Promise<OptionSet[]> {
  const stored = await db.optionSet.findMany({ orderBy: { name: "asc" } });
  return stored.map(({ source, ...set }) => ({
    ...set,
    source: source === null ? null : optionSource.parse(source),
  }));
}

/** More options than any select takes; a field with more values is no set of options. */
const MOST_OPTIONS = 10_000;

/** The values that a registry's field has now, each once, as options. */
export async function optionsOfSource(client: RowClient, source: OptionSource): Promise<string[]> {
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
