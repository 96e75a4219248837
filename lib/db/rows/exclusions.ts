import type { RowClient } from "../row-store";
import { copyIntoTemp } from "./copy";

const ORG = "nullif(current_setting('app.org', true), '')::uuid";

export interface Exclusion {
  readonly sideId: string;
  readonly locator: string;
  /** The key's text in the form in which records are matched: other records under it stay out too. */
  readonly key: string | null;
  /** unticked = a proposed pair was refused; undone = the run that took the record up was undone. */
  readonly reason: "unticked" | "undone";
}

/** Keeps records out of the registry until they are taken up again; twice is once. */
export async function storeExclusions(
  client: RowClient,
  place: { readonly registryId: string; readonly actor: unknown },
  exclusions: readonly Exclusion[],
): Promise<void> {
  if (exclusions.length === 0) return;
  await copyIntoTemp(
    client,
    "excluded",
    "side_id uuid, locator text, key text, reason text",
    exclusions.map((one) => [one.sideId, one.locator, one.key, one.reason]),
  );
  await client.query(
    `insert into rows.exclusion (organization_id, registry_id, side_id, locator, key, reason, actor)
     select ${ORG}, $1, side_id, locator, key, reason, $2 from excluded
     on conflict do nothing`,
    [place.registryId, JSON.stringify(place.actor)],
  );
  await client.query("drop table excluded");
}

/** Takes up again what was kept out under these keys; returns how many records that were. */
export async function dropExclusions(
  client: RowClient,
  registryId: string,
  keys: readonly string[],
): Promise<number> {
  const { rowCount } = await client.query(
    "delete from rows.exclusion where registry_id = $1 and key = any($2::text[])",
    [registryId, keys],
  );
  return rowCount ?? 0;
}

export interface ExclusionLine extends Exclusion {
  readonly at: Date;
}

export async function listExclusions(
  client: RowClient,
  registryId: string,
  page: { readonly after: string; readonly size: number },
): Promise<ExclusionLine[]> {
  const { rows } = await client.query<ExclusionLine>(
    `select side_id as "sideId", locator, key, reason, at from rows.exclusion
      where registry_id = $1 and coalesce(key, '') || ' ' || side_id || ' ' || locator > $2
      order by coalesce(key, '') || ' ' || side_id || ' ' || locator limit $3`,
    [registryId, page.after, page.size],
  );
  return rows;
}
