import { Cron } from "croner";
import { launch } from "./flow-control";
import { cronsOf, type FunctionConfig } from "./function-config";
import { digest } from "./ids";
import { functionById, LOCKS, lockFor, type Store, type Tx } from "./store";

/** A five-field expression, in UTC unless it begins with `TZ=<zone> `. Null when it cannot be read. */
function schedule(expression: string): Cron | null {
  const [, zone, pattern] = /^(?:TZ=(\S+)\s+)?(.*)$/s.exec(expression) ?? [];
  try {
    const cron = new Cron(pattern ?? "", { timezone: zone ?? "UTC", paused: true, mode: "5-part" });
    cron.nextRun();
    return cron;
  } catch {
    return null;
  }
}

export const isSchedule = (expression: string): boolean => schedule(expression) !== null;

export const nextTick = (expression: string, after: Date): Date | null =>
  schedule(expression)?.nextRun(after) ?? null;

/** The latest tick at or before `now`. */
export const latestTick = (expression: string, now: Date): Date | null =>
  schedule(expression)
    ?.previousRuns(2, new Date(now.getTime() + 1000))
    .find((tick) => tick <= now) ?? null;

/** Brings the clock of a function to its expressions; one that stays keeps its next tick. */
export async function scheduleCrons(tx: Tx, fn: FunctionConfig): Promise<void> {
  const expressions = cronsOf(fn);
  await tx.query("DELETE FROM jobs.cron WHERE function_id = $1 AND NOT expression = ANY ($2)", [
    fn.id,
    expressions,
  ]);
  for (const expression of expressions) {
    const next = nextTick(expression, new Date());
    if (next)
      await tx.query(
        "INSERT INTO jobs.cron (function_id, expression, next_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        [fn.id, expression, next],
      );
  }
}

/** Starts what is due by the clock; ticks missed while no runner was up make one run, for the latest of them. */
export function fireDueCrons(store: Store): Promise<number> {
  return store.transact(async (tx) => {
    await lockFor(tx, LOCKS.dispatch);
    const { rows } = await tx.query<{ function_id: string; expression: string; next_at: Date; now: Date }>(
      `SELECT function_id, expression, next_at, statement_timestamp() AS now
       FROM jobs.cron WHERE next_at <= statement_timestamp() FOR UPDATE`,
    );
    for (const due of rows) {
      const latest = latestTick(due.expression, due.now) ?? due.next_at;
      const fn = await functionById(tx, due.function_id);
      if (fn) await startScheduled(tx, fn, due.expression, latest > due.next_at ? latest : due.next_at);
      await tx.query("UPDATE jobs.cron SET next_at = $3 WHERE function_id = $1 AND expression = $2", [
        due.function_id,
        due.expression,
        nextTick(due.expression, due.now) ?? "infinity",
      ]);
    }
    return rows.length;
  });
}

async function startScheduled(tx: Tx, fn: FunctionConfig, expression: string, tick: Date): Promise<void> {
  const at = tick.toISOString().replace(".000Z", "Z");
  const event = {
    data: { cron: expression, fireAt: at, scheduledAt: at },
    id: at,
    name: "inngest/scheduled.timer",
    ts: tick.getTime(),
    user: {},
  };
  const source = `cron:${digest(expression)}:${at}`;
  await launch(tx, { fn, events: [event], eventIds: [at], source });
}
