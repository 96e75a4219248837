import type { Value } from "@/lib/engine/value";
import type { RowClient } from "../row-store";

/** Records of one side that a plan set aside before any row was merged; `records` are the first few. */
export interface SetAsideLine {
  readonly id: string;
  readonly sideId: string;
  readonly reason: string;
  readonly subject: string;
  readonly records: readonly {
    readonly locator: string;
    readonly cells: Readonly<Record<string, Value>> | null;
  }[];
}

/** The reasons of records that stand in each other's way or have no key. */
const REASONS = ["duplicate-key", "key-exists", "empty-key"];

/** In order of their keys. Only what no later run has looked at since is known. */
export async function listSetAside(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  page: { readonly after: readonly [string, string] | null; readonly size: number },
): Promise<SetAsideLine[]> {
  const [subject, id] = page.after ?? ["", null];
  const { rows } = await client.query<SetAsideLine>(
    `select id, side_id as "sideId", reason, subject, coalesce(records, '[]') as records from rows.issue
      where registry_id = $2 and run_id = $1 and open and reason = any($3::text[])
        and ($5::uuid is null or (subject, id) > ($4, $5::uuid))
      order by subject, id limit $6`,
    [place.runId, place.registryId, REASONS, subject, id, page.size],
  );
  return rows;
}
