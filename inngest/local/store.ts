import { Pool, type PoolClient } from "pg";
import type { FunctionConfig } from "./function-config";
import type { Log } from "./log";
import { reasonOf } from "./log";

export type Tx = PoolClient;

/** An event as functions see it. */
export interface EventPayload {
  readonly data: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly name: string;
  readonly ts: number;
  readonly user: Readonly<Record<string, unknown>>;
  readonly v?: string;
}

export type RunStatus = "Scheduled" | "Running" | "Completed" | "Failed" | "Cancelled";

export interface RunRow {
  readonly id: string;
  readonly function_id: string;
  readonly status: RunStatus;
  readonly events: readonly EventPayload[];
  readonly version: number;
  readonly trace_id: string;
  readonly slots: string[];
  readonly slot_limits: number[];
  readonly step_count: number;
  readonly state_bytes: string;
  readonly parent_run: string | null;
  readonly parent_step: string | null;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
}

/** A claimed `call` task. */
export interface CallTask {
  readonly id: string;
  readonly run_id: string;
  /** "step" discovers; anything else runs that planned step. */
  readonly step_id: string;
  readonly attempt: number;
  readonly claims: number;
  readonly lease: string;
  readonly again: boolean;
}

/** Serialises what several runners must not do at the same moment. */
export const LOCKS = { claim: 1, dispatch: 2 } as const;
const LOCK_SPACE = 0x6a6f6273;

export const lockFor = (tx: Tx, lock: number): Promise<unknown> =>
  tx.query("SELECT pg_advisory_xact_lock($1, $2)", [LOCK_SPACE, lock]);

const TRANSIENT = new Set(["40001", "40P01"]);

export interface Store {
  readonly pool: Pool;
  /** One connection kept free for renewing leases: behind a queue of other work they would run out. */
  readonly leases: Pool;
  /** Runs `work` in one transaction; a serialisation failure or deadlock is tried again, three times in all. */
  readonly transact: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

export function openStore(databaseUrl: string, log: Log): Store {
  const poolOf = (max: number) => {
    const pool = new Pool({ connectionString: databaseUrl, max, application_name: "chittysync-runner" });
    return pool.on("error", (error) => log("database connection lost", { reason: reasonOf(error) }));
  };
  const [pool, leases] = [poolOf(6), poolOf(1)];
  const close = async () => {
    await Promise.all([pool.end(), leases.end()]);
  };
  return { pool, leases, transact: (work) => transact(pool, work), close };
}

async function transact<T>(pool: Pool, work: (tx: Tx) => Promise<T>, attempt = 1): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query("BEGIN");
    const result = await work(tx);
    await tx.query("COMMIT");
    return result;
  } catch (error) {
    await tx.query("ROLLBACK").catch((failed: Error) => {
      broken = failed;
    });
    const code = (error as { code?: unknown }).code;
    if (attempt >= 3 || typeof code !== "string" || !TRANSIENT.has(code)) throw error;
  } finally {
    tx.release(broken);
  }
  return transact(pool, work, attempt + 1);
}

/** The run, locked until the transaction ends; null when it has ended or never was. */
export async function lockRun(tx: Tx, runId: string): Promise<RunRow | null> {
  const { rows } = await tx.query<RunRow>(
    "SELECT * FROM jobs.run WHERE id = $1 AND ended_at IS NULL FOR NO KEY UPDATE",
    [runId],
  );
  return rows[0] ?? null;
}

/** Functions by id; archived ones only when asked for by id. */
export async function functionById(tx: Tx, id: string): Promise<FunctionConfig | null> {
  const { rows } = await tx.query<{ config: FunctionConfig }>(
    "SELECT config FROM jobs.function WHERE id = $1",
    [id],
  );
  return rows[0]?.config ?? null;
}

export async function activeFunctions(tx: Tx): Promise<FunctionConfig[]> {
  const { rows } = await tx.query<{ config: FunctionConfig }>(
    "SELECT config FROM jobs.function WHERE NOT archived ORDER BY id",
  );
  return rows.map((row) => row.config);
}
