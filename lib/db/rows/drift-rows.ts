import type { RowClient } from "../row-store";

/** What a drift check kept of what differs: a row, or for `extra` a record that is none. */
export interface DriftRow {
  readonly sideId: string;
  readonly found: "different" | "missing" | "unread" | "extra";
  readonly ordinal: number;
  readonly rowId: string | null;
  readonly key: string | null;
  readonly locator: string | null;
  readonly waits: boolean;
}

/** Side by side, kind by kind; `after` is the place of the last of the page before. */
export async function listDriftRows(
  client: RowClient,
  registryId: string,
  page: {
    readonly after: Pick<DriftRow, "sideId" | "found" | "ordinal"> | null;
    readonly size: number;
  },
): Promise<DriftRow[]> {
  const { sideId = null, found = null, ordinal = null } = page.after ?? {};
  const { rows } = await client.query<DriftRow>(
    `select side_id as "sideId", found, ordinal, row_id as "rowId", key, locator, waits from rows.drift_row
      where registry_id = $1 and ($2::uuid is null or (side_id, found, ordinal) > ($2, $3::text, $4::int))
      order by side_id, found, ordinal limit $5`,
    [registryId, sideId, found, ordinal, page.size],
  );
  return rows;
}
