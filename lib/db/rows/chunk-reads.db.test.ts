import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import {
  type ControlPlane,
  openControlPlane,
  type Planted,
  plantOrganization,
} from "../control-plane.test-kit";
import { type RowClient, withRows } from "../row-store";
import { type RunTransaction, runTransactionOn } from "../run-store";
import {
  commitOf,
  companyCells,
  decision,
  linkOf,
  operation,
  outcome,
  record,
} from "../testing/run-store-kit/samples";
import { noteGrowth } from "./statistics";

/** Rows of the registry; the run has seen all of them and changes or deletes every fifth. */
const ROWS = 10_000;
const EVERY = 5;
const CHUNK = 20;
/** What a call may read of all tables for a row of its chunk; the smallest of them has a hundred times the chunk's rows. */
const MOST_READS = 30;

let plane: ControlPlane;
let acme: Planted;

beforeAll(async () => {
  plane = await openControlPlane();
  acme = await plantOrganization("Acme");
  const rows = Array.from({ length: ROWS }, (_, at) => ({ name: `Row ${at}`, rowId: newUuid() }));
  await withRows(acme.organizationId, async (client) => {
    await settle(runTransactionOn(client), rows);
    // As after the chunks of a first run; this one has committed all of them at once.
    await noteGrowth(client);
    await plan(runTransactionOn(client), rows);
  });
});

afterAll(() => plane.close());

const isDeleted = (at: number): boolean => at % 2 === 0;

interface Row {
  readonly name: string;
  readonly rowId: string;
}

async function settle(tx: RunTransaction, rows: readonly Row[]): Promise<void> {
  const commits = rows.map(({ name, rowId }) =>
    commitOf(decision(rowId, name), { links: [linkOf(acme.sideId, rowId, name, { written: false })] }),
  );
  await tx.commitRows(acme, commits);
}

/** A run that has read all of the registry and made its plan: half of it deletes. */
async function plan(tx: RunTransaction, rows: readonly Row[]): Promise<void> {
  const { runId, sideId } = acme;
  const planned = rows.filter((_, at) => at % EVERY === 0);
  const absent = new Set(planned.filter((_, at) => isDeleted(at)).map(({ name }) => name));
  await tx.stageRecords(
    { runId, sideId, from: 0 },
    rows.map(({ name }) => record(name, absent.has(name) ? { state: "absent" } : {})),
  );
  const decisions = planned.map(({ name, rowId }, ordinal) => {
    const place = { ordinal, chunk: Math.floor(ordinal / CHUNK), before: companyCells(name) };
    const deleted = { outcome: "deleted", cells: null, hash: null } as const;
    const merged = { cells: companyCells(name, "Praha"), hash: `moved ${name}` };
    return decision(rowId, name, { ...place, ...(isDeleted(ordinal) ? deleted : merged) });
  });
  await tx.storeDecisions(runId, decisions);
  await tx.storeOperations(
    runId,
    decisions.map(({ rowId, ordinal, chunk, outcome: what }) =>
      operation(rowId, sideId, { ordinal, chunk, op: what === "deleted" ? "delete" : "update" }),
    ),
  );
}

const ordinalsOf = (chunk: number) => Array.from({ length: CHUNK }, (_, at) => chunk * CHUNK + at);

/** What applying and committing a chunk asks of the store about it, in the order of a run. */
const CALLS: readonly (readonly [string, (tx: RunTransaction, chunk: number) => Promise<unknown>])[] = [
  [
    "voids what is overtaken",
    (tx, chunk) => tx.voidOvertaken({ ...acme, chunk, plannedAt: "now", isOld: true }),
  ],
  ["asks for the absences that it rests on", (tx, chunk) => tx.decisiveAbsences({ ...acme, chunk })],
  ["asks for its operations", (tx, chunk) => tx.pendingOperations({ ...acme, chunk }, 1_000)],
  ["says that they are sent", (tx, chunk) => tx.markSent(acme.runId, ordinalsOf(chunk))],
  ["takes that back", (tx, chunk) => tx.takeBackSent(acme.runId, ordinalsOf(chunk))],
  [
    "keeps their outcomes",
    (tx, chunk) =>
      tx.recordOutcomes(
        acme.runId,
        ordinalsOf(chunk).map((at) => outcome(at)),
      ),
  ],
  [
    "leaves rows to the next run",
    async (tx, chunk) => tx.overtakeRows(acme.runId, await rowIdsOf(tx, chunk)),
  ],
  [
    "asks whose records are named",
    (tx, chunk) => tx.rowsOfReferences(acme, [`at Row ${chunk * CHUNK * EVERY}`]),
  ],
  ["is committed", commit],
];

const rowIdsOf = async (tx: RunTransaction, chunk: number): Promise<string[]> =>
  (await tx.uncommittedDecisions(acme.runId, chunk)).map(({ rowId }) => rowId);

async function commit(tx: RunTransaction, chunk: number): Promise<void> {
  const decisions = await tx.uncommittedDecisions(acme.runId, chunk);
  const operations = await tx.operationsOfChunk(acme.runId, chunk);
  expect([decisions.length, operations.length]).toEqual([CHUNK, CHUNK]);
  const commits = decisions.map((made) => {
    const name = JSON.parse(made.key)[0] as string;
    const links = made.outcome === "deleted" ? [] : [linkOf(acme.sideId, made.rowId, name, { byKey: true })];
    return commitOf(made, { links });
  });
  await tx.commitRows(acme, commits);
}

/** Rows of the tables of row data that the connection has read; those of the transactions before it may be among them. */
async function readSoFar(client: RowClient): Promise<number> {
  const { rows } = await client.query<{ read: number }>(
    `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read
       from pg_stat_xact_user_tables where schemaname = 'rows'`,
  );
  return rows[0]?.read ?? 0;
}

test.each(CALLS.map(([name, call], chunk) => [name, call, chunk] as const))(
  "a chunk %s by reading little besides its own rows, however many the run has read",
  async (_, call, chunk) => {
    const read = await withRows(acme.organizationId, async (client) => {
      const before = await readSoFar(client);
      await call(runTransactionOn(client), chunk);
      return (await readSoFar(client)) - before;
    });
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(CHUNK * MOST_READS);
  },
);
