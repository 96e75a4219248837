import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import type { ConflictLine } from "./browse-conflicts";
import type { SideAfter } from "./plan-store";

/** A row that a plan makes of records which stand on one side or more, nothing having been agreed before. */
export interface NewRow {
  readonly ordinal: number;
  readonly rowId: string;
  readonly key: string;
  /** The key in the form in which records are matched. */
  readonly form: string;
  readonly cells: Cells;
  readonly sides: Readonly<Record<string, SideAfter>>;
}

const COLUMNS = `d.ordinal, d.row_id as "rowId", d.key, d.form, d.cells, d.sides`;

/** The sides that hold a record of the decision's row now: the others are given one. */
const HOLDERS = `(select count(*) from jsonb_each(d.sides) as s where s.value->>'locator' is not null)`;

const IS_NEW = "d.run_id = $1 and d.before is null and d.outcome = 'merged'";

/** New rows that several sides hold: the pairs that the plan proposes, in its order. */
export async function listPairs(
  client: RowClient,
  runId: string,
  page: { readonly after: number; readonly size: number },
): Promise<NewRow[]> {
  const { rows } = await client.query<NewRow>(
    `select ${COLUMNS} from rows.decision d where ${IS_NEW} and d.ordinal > $2 and ${HOLDERS} > 1
      order by d.ordinal limit $3`,
    [runId, page.after, page.size],
  );
  return rows;
}

export async function countPairs(client: RowClient, runId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*) as count from rows.decision d where ${IS_NEW} and ${HOLDERS} > 1`,
    [runId],
  );
  return rows[0]?.count ?? 0;
}

/** The plan's new rows under these keys. */
export async function newRowsOf(
  client: RowClient,
  runId: string,
  keys: readonly string[],
): Promise<NewRow[]> {
  const { rows } = await client.query<NewRow>(
    `select ${COLUMNS} from rows.decision d where ${IS_NEW} and d.key = any($2::text[]) order by d.ordinal`,
    [runId, keys],
  );
  return rows;
}

export interface PlannedUpdate {
  readonly rowId: string;
  readonly sideId: string;
  readonly before: Cells;
}

/** What the sides show now in the cells that the plan would overwrite. */
export async function plannedUpdates(
  client: RowClient,
  runId: string,
  rowIds: readonly string[],
): Promise<PlannedUpdate[]> {
  const { rows } = await client.query<PlannedUpdate>(
    `select row_id as "rowId", side_id as "sideId", before from rows.plan
      where run_id = $1 and row_id = any($2::uuid[]) and op = 'update'`,
    [runId, rowIds],
  );
  return rows;
}

export type RunConflict = Pick<ConflictLine, "rowId" | "field" | "detail" | "resolved" | "decidedBy">;

/** How a run decides, or would decide, on cells that these rows' sides disagree about. */
export async function cellConflictsOf(
  client: RowClient,
  runId: string,
  rowIds: readonly string[],
): Promise<RunConflict[]> {
  const { rows } = await client.query<RunConflict>(
    `select row_id as "rowId", field, detail, resolved, decided_by as "decidedBy" from rows.conflict
      where run_id = $1 and row_id = any($2::uuid[]) and kind = 'cell'`,
    [runId, rowIds],
  );
  return rows;
}

/** Which of these keys, in the form in which records are matched, are rows of the registry by now. */
export async function keysInBase(
  client: RowClient,
  registryId: string,
  forms: readonly string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ form: string }>(
    `select form from rows.base
      where registry_id = $1 and form = any($2::text[])`,
    [registryId, forms],
  );
  return new Set(rows.map(({ form }) => form));
}
