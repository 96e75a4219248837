import { z } from "zod";
import type { RowClient } from "../row-store";
import { overWholeSets } from "./whole-sets";

/**
 * What lets a run read only what changed on a side: the mark that an earlier run left, and the records that it does not
 * show again. A record that was not told and that nothing speaks against is *carried*: it stands as the side
 * acknowledged it.
 */
const sideMark = z.object({
  /** The connector's own. */
  mark: z.string(),
  /** What the side was read under; a mark says nothing of another mapping. */
  under: z.string(),
  /** When the side was last read whole, epoch ms. */
  wholeAt: z.number(),
  /** When the run that left it made its plan, as Postgres writes it: what it wrote came after, and the mark knows not of it. */
  plannedAt: z.string(),
});
export type SideMark = z.infer<typeof sideMark>;

/** By side; a side without one must be read whole. */
export async function sideMarks(client: RowClient, registryId: string): Promise<Record<string, SideMark>> {
  const { rows } = await client.query<{ id: string; mark: unknown }>(
    "select id, mark from public.side where registry_id = $1 and mark is not null",
    [registryId],
  );
  return Object.fromEntries(rows.map(({ id, mark }) => [id, sideMark.parse(mark)]));
}

export async function setSideMark(client: RowClient, sideId: string, mark: SideMark | null): Promise<void> {
  await client.query("update public.side set mark = $2 where id = $1", [
    sideId,
    mark && JSON.stringify(mark),
  ]);
}

export interface CarryPlace {
  readonly runId: string;
  readonly sideId: string;
  /** Ordinal of the first record that is carried. */
  readonly from: number;
}

/** Takes back what was staged of these records, null = of all: they are told anew. Answers how many there were. */
export async function unstage(
  client: RowClient,
  place: Omit<CarryPlace, "from">,
  locators: readonly string[] | null,
): Promise<number> {
  const { rowCount } = await client.query(
    `delete from rows.obs
      where run_id = $1 and side_id = $2 and ($3::text[] is null or locator = any($3::text[]))`,
    [place.runId, place.sideId, locators],
  );
  return rowCount ?? 0;
}

/**
 * Stages, as unchanged, the linked records of a side that were not told. Not those about which something is open
 * (`pending`), those that we have written since the mark (they differ from it, or are gone again), those said to be
 * gone, and those of partitions that were read whole: each of these is looked up by itself. Answers how many were carried.
 */
export async function carryUnseen(
  client: RowClient,
  place: CarryPlace,
  except: {
    readonly gone: readonly string[];
    readonly readWhole: readonly number[];
    /** As Postgres writes it. */
    readonly writtenSince: string;
  },
): Promise<number> {
  const { rowCount } = await overWholeSets(client, () =>
    client.query(
      `insert into rows.obs (organization_id, run_id, side_id, ordinal, locator, key, match_key, row_id, state, hash)
       select l.organization_id, $1, $2, $3 + row_number() over (order by l.locator) - 1, l.locator, b.key, b.match_key,
              l.row_id, 'present', l.hash
         from rows.link l
         join rows.base b on b.organization_id = l.organization_id and b.registry_id = l.registry_id and b.row_id = l.row_id
        where l.side_id = $2 and not l.pending and coalesce(l.written_at < $6, true) and l.locator <> all($4::text[])
          and (('x' || left(md5(l.locator), 4))::bit(16)::int >> 6) <> all($5::int[])
          and not exists (select from rows.obs o where o.run_id = $1 and o.side_id = $2 and o.locator = l.locator
                             and o.organization_id = l.organization_id)`,
      [place.runId, place.sideId, place.from, except.gone, except.readWhole, except.writtenSince],
    ),
  );
  return rowCount ?? 0;
}

/**
 * Links about which the run saw something that it has not committed are pending from here on: such a row is not equal
 * on all sides, and it is looked at again although the side will not tell it anew. A record that was gone and that the
 * run has made again stands as it was linked.
 */
export async function keepOpen(
  client: RowClient,
  place: {
    readonly runId: string;
    /** When the plan was made, as Postgres writes it: what this run has committed was linked since. */
    readonly plannedAt: string;
  },
): Promise<void> {
  await overWholeSets(client, () =>
    client.query(
      `update rows.link l set pending = true
         from rows.obs o
        where o.run_id = $1 and l.organization_id = o.organization_id and l.side_id = o.side_id and l.locator = o.locator
          and not l.pending and coalesce(l.written_at < $2, true)
          and (o.state <> 'present' or o.unknown is not null or o.hash <> l.hash)`,
      [place.runId, place.plannedAt],
    ),
  );
}

/** Whether the side showed records that are no row's: the next run must see them again. */
export async function hasStrangers(
  client: RowClient,
  place: { readonly runId: string; readonly sideId: string },
): Promise<boolean> {
  const { rows } = await overWholeSets(client, () =>
    client.query<{ strangers: boolean }>(
      `select exists (select from rows.obs o
                where o.run_id = $1 and o.side_id = $2 and o.state not in ('absent', 'unknown')
                  and not exists (select from rows.link l where l.organization_id = o.organization_id
                                     and l.side_id = o.side_id and l.locator = o.locator)) as strangers`,
      [place.runId, place.sideId],
    ),
  );
  return rows[0]?.strangers !== false;
}
