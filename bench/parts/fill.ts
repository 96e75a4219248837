import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { publicId, uuidOf } from "@/lib/ids";
import { appendEntries } from "@/lib/ledger/append";
import type { Entry } from "@/lib/ledger/envelope";
import type { Ready } from "../../e2e/support/ready";

export interface FillInput {
  readonly ready: Ready;
  /** How many the organization's log shall have. */
  readonly entries: number;
}

/** What the organization holds then, by what it is. */
export type FillReport = Readonly<
  Record<"rows" | "runs" | "open conflicts" | "open issues" | "ledger entries", number>
>;

const FILL = path.resolve(import.meta.dirname, "../data/full-organization.sql");

/** Entries of one transaction, as a chunk of a run commits them. */
const AT_ONCE = 5_000;

/** Makes the demo's organization a large one, unless it is. What it adds to the log is as valid as what was there. */
export async function measure({ ready, entries }: FillInput): Promise<FillReport> {
  const client = new pg.Client({ connectionString: ready.databaseUrl });
  await client.connect();
  try {
    await client.query("select set_config('app.org', $1, false)", [uuidOf("org", ready.org)]);
    const { rowCount } = await client.query("select from registry where name = 'Towns'");
    if (rowCount === 0) await client.query(`begin; ${readFileSync(FILL, "utf8")}; commit`);
    await lengthenLog(client, entries);
    await client.query("analyze");
    return await held(client);
  } finally {
    await client.end();
  }
}

async function lengthenLog(client: pg.Client, entries: number): Promise<void> {
  const { rows: targets } = await client.query<Target>(
    `select b.row_id as "rowId", b.key, b.cells, u.id as "runId", s.id as "sideId"
       from (select *, row_number() over (order by row_id) as at from rows.base) b
       join lateral (select id from run where registry_id = b.registry_id order by id offset b.at % 100 limit 1) u on true
       join lateral (select id from side where registry_id = b.registry_id order by position limit 1) s on true
      where b.at <= $1`,
    [AT_ONCE],
  );
  const unit = targets.map(entryOf);
  for (let size = await logSize(client); size < entries; size = await logSize(client)) {
    await client.query("begin");
    await appendEntries(
      (text, values) => client.query(text, [...values]),
      unit.slice(0, entries - size),
      new Date(),
    );
    await client.query("commit");
  }
}

interface Target {
  readonly rowId: string;
  readonly key: string;
  readonly cells: unknown;
  readonly runId: string;
  readonly sideId: string;
}

/** As a run's commit writes them. */
const entryOf = ({ rowId, key, cells, runId, sideId }: Target): Entry => ({
  actor: { type: "schedule", ref: "schedule" },
  action: "row.written",
  outcome: "ok",
  target: { type: "row", ref: publicId("row", rowId) },
  source: null,
  destination: publicId("sid", sideId),
  runId,
  payload: { op: "create", key, before: null, after: cells, reason: null },
  rowKey: key,
});

async function logSize(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ size: string }>("select size from ledger.log");
  return Number(rows[0]?.size ?? 0);
}

async function held(client: pg.Client): Promise<FillReport> {
  const { rows } = await client.query<FillReport>(
    `select (select count(*) from rows.base)::int as rows, (select count(*) from run)::int as runs,
            (select count(*) from rows.conflict where not resolved)::int as "open conflicts",
            (select count(*) from rows.issue where open)::int as "open issues",
            (select size from ledger.log)::int as "ledger entries"`,
  );
  const [report] = rows;
  if (!report) throw new Error("the organization is not there");
  return report;
}
