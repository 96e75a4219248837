import { delayMs } from "./durations";
import { keyOf } from "./expression";
import { concurrencyRules, type FunctionConfig } from "./function-config";
import { digest, newTraceId, newUlid } from "./ids";
import type { EventPayload, Tx } from "./store";

export interface NewRun {
  readonly fn: FunctionConfig;
  /** At least one; the first is `event`. */
  readonly events: readonly EventPayload[];
  /** Our ids of those events. */
  readonly eventIds: readonly string[];
  /** What starts it; a function runs once per source. */
  readonly source: string;
  readonly delayMs: number;
  readonly singletonKey?: string;
  readonly parent?: { readonly run: string; readonly step: string };
}

/** Records a run and its first call. Answers its id, null if this source has already started it. */
export async function startRun(tx: Tx, run: NewRun): Promise<string | null> {
  const id = newUlid();
  const events = JSON.stringify(run.events);
  const slots = slotsOf(run.fn, run.events[0]);
  const names = slots.map((slot) => slot.name);
  const caps = slots.map((slot) => slot.limit);
  const { rowCount } = await tx.query(
    `INSERT INTO jobs.run (id, function_id, source, event_ids, events, trace_id, singleton_key, slots, slot_limits,
                           state_bytes, parent_run, parent_step)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (function_id, source) DO NOTHING`,
    [
      id,
      run.fn.id,
      run.source,
      run.eventIds,
      events,
      newTraceId(),
      run.singletonKey ?? null,
      names,
      caps,
      Buffer.byteLength(events),
      run.parent?.run ?? null,
      run.parent?.step ?? null,
    ],
  );
  if (rowCount === 0) return null;
  await tx.query(
    `INSERT INTO jobs.task (kind, run_id, step_id, due_at, slots, slot_limits)
     VALUES ('call', $1, 'step', now() + $2 * interval '1 millisecond', $3, $4)`,
    [id, run.delayMs, names, caps],
  );
  const startWithin = run.fn.timeouts?.start;
  if (startWithin !== undefined) await cancelAfter(tx, id, startWithin, "not-started");
  return id;
}

/** Cancels the run when `within` has passed: unless it has started by then, or in any case. */
export async function cancelAfter(
  tx: Tx,
  runId: string,
  within: string,
  unless: "not-started" | "not-finished",
): Promise<void> {
  const delay = delayMs(within, Date.now());
  if (delay === null) return;
  await tx.query(
    `INSERT INTO jobs.task (kind, run_id, payload, due_at)
     VALUES ('cancel', $1, $2, now() + $3 * interval '1 millisecond')`,
    [runId, JSON.stringify({ when: unless }), delay],
  );
}

/**
 * The places a run's calls take while they execute. Scope fn counts per function, env and account across functions that
 * share the key expression.
 */
function slotsOf(fn: FunctionConfig, event: EventPayload | undefined): { name: string; limit: number }[] {
  return concurrencyRules(fn).map((rule, position) => {
    const value = keyOf(rule.key, event);
    const across = rule.scope === "env" || rule.scope === "account";
    const owner = across ? `${rule.scope}:${digest(rule.key ?? "")}` : `fn:${digest(fn.id)}:${position}`;
    return { name: `${owner}:${value}`, limit: rule.limit };
  });
}
