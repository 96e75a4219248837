import { LIMITS, stateTooLarge, type WireError } from "./limits";
import type { RunRow, Tx } from "./store";

export interface NewStep {
  readonly id: string;
  readonly op: string;
  /** Settling it re-enters the function at once (`group.parallel` in race mode, execution version 1). */
  readonly race: boolean;
  readonly wait?: { readonly event: string; readonly condition: string | null };
}

/** What became of a step; "known" changed nothing. */
export type StepOutcome =
  | { readonly kind: "settled"; readonly race: boolean }
  | { readonly kind: "awaited" }
  | { readonly kind: "known" }
  | { readonly kind: "overflow"; readonly error: WireError };

/** Records that a step is under way. The caller holds the run's lock. */
export async function awaitStep(tx: Tx, run: RunRow, step: NewStep): Promise<StepOutcome> {
  const { rowCount } = await tx.query(
    `INSERT INTO jobs.step (run_id, id, op, race, wait_event, wait_if) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (run_id, id) DO NOTHING`,
    [run.id, step.id, step.op, step.race, step.wait?.event ?? null, step.wait?.condition ?? null],
  );
  return { kind: rowCount === 0 ? "known" : "awaited" };
}

/** Whether the run has more steps, settled and awaited, than a run may. */
export async function hasTooManySteps(tx: Tx, run: RunRow): Promise<boolean> {
  const { rows } = await tx.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM jobs.step WHERE run_id = $1",
    [run.id],
  );
  return (rows[0]?.n ?? 0) > LIMITS.stepsPerRun;
}

/** Memoises a step's outcome for good; the first one counts. The caller holds the run's lock. */
export async function settleStep(tx: Tx, run: RunRow, step: NewStep, memo: unknown): Promise<StepOutcome> {
  const text = JSON.stringify(memo);
  const { rows } = await tx.query<{ race: boolean }>(
    `INSERT INTO jobs.step AS known (run_id, id, op, race, memo, position)
     SELECT id, $2, $3, $4, $5, step_count FROM jobs.run WHERE id = $1
     ON CONFLICT (run_id, id) DO UPDATE SET memo = excluded.memo, position = excluded.position
       WHERE known.position IS NULL
     RETURNING race`,
    [run.id, step.id, step.op, step.race, text],
  );
  const settled = rows[0];
  if (!settled) return { kind: "known" };
  await tx.query("DELETE FROM jobs.task WHERE run_id = $1 AND step_id = $2 AND kind = 'resume'", [
    run.id,
    step.id,
  ]);
  const { rows: sizes } = await tx.query<{ bytes: number }>(
    `UPDATE jobs.run SET step_count = step_count + 1, state_bytes = state_bytes + $2 WHERE id = $1
     RETURNING state_bytes::float8 AS bytes`,
    [run.id, Buffer.byteLength(text)],
  );
  if ((sizes[0]?.bytes ?? 0) > LIMITS.runStateBytes) return { kind: "overflow", error: stateTooLarge() };
  return { kind: "settled", race: settled.race };
}

/** Awaited steps that hold the function back; racing ones never do. */
async function blockingSteps(tx: Tx, runId: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM jobs.step WHERE run_id = $1 AND position IS NULL AND NOT race",
    [runId],
  );
  return rows[0]?.n ?? 0;
}

/** A call of the function for this step, or ("step") to discover what comes next. One of each at a time. */
export async function enqueueCall(tx: Tx, run: RunRow, stepId: string): Promise<void> {
  await tx.query(
    `INSERT INTO jobs.task AS known (kind, run_id, step_id, slots, slot_limits) VALUES ('call', $1, $2, $3, $4)
     ON CONFLICT (run_id, step_id) WHERE kind = 'call' DO UPDATE SET again = known.lease IS NOT NULL`,
    [run.id, stepId, run.slots, run.slot_limits],
  );
}

/** After steps have settled: discover once none holds the function back, or at once after a racing one. */
export async function discoverNext(tx: Tx, run: RunRow, race: boolean): Promise<void> {
  if (race || (await blockingSteps(tx, run.id)) === 0) await enqueueCall(tx, run, "step");
}
