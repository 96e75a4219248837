import { z } from "zod";
import { newUlid, parseEventSeed, seededUlid } from "./ids";
import { isRecord } from "./json";
import { eventTooLarge, LIMITS } from "./limits";
import type { EventPayload, Store, Tx } from "./store";

const RESERVED = "inngest/";
/** A duplicate id counts for this long, as on the real server. */
const DUPLICATE_WINDOW = "24 hours";
const MAX_EVENTS = 5000;

const eventSchema = z.object({
  name: z.string().min(1).max(256),
  data: z.record(z.string(), z.unknown()).nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().max(512).nullish(),
  ts: z.number().int().nonnegative().nullish(),
  v: z.string().max(64).nullish(),
});

interface Intake {
  /** Our id for the event, answered to the sender. */
  readonly id: string;
  readonly payload: EventPayload;
}

type Parsed =
  | { readonly ok: true; readonly events: readonly Intake[] }
  | { readonly ok: false; readonly error: string };

/** Reads the body of `POST /e/:key`: one event or an array. All are taken or none. */
export function parseEvents(body: unknown, seedHeader: string | undefined, nowMs: number): Parsed {
  const list = Array.isArray(body) ? body : [body];
  if (list.length > MAX_EVENTS) return { ok: false, error: `More than ${MAX_EVENTS} events` };
  const seed = parseEventSeed(seedHeader);
  const events: Intake[] = [];
  for (const [position, one] of list.entries()) {
    const parsed = eventSchema.safeParse(one);
    if (!parsed.success)
      return { ok: false, error: "Invalid event: a name and an object of data are needed" };
    const { name, data, user, id, ts, v } = parsed.data;
    if (name.toLowerCase().startsWith(RESERVED))
      return { ok: false, error: `event name is reserved for internal use: ${name}` };
    if (Buffer.byteLength(JSON.stringify(one)) > LIMITS.eventBytes)
      return { ok: false, error: eventTooLarge() };
    const internalId = seed ? seededUlid(seed, position) : newUlid();
    const payload = {
      data: withoutInternals(data ?? {}),
      id: id || internalId,
      name,
      ts: ts || nowMs,
      user: user ?? {},
    };
    events.push({ id: internalId, payload: v ? { ...payload, v } : payload });
  }
  return { ok: true, events };
}

/** An event forwarded from an invoked function must not carry that call's address along. */
function withoutInternals(data: Record<string, unknown>): Record<string, unknown> {
  if (!isRecord(data._inngest)) return data;
  const { _inngest: _dropped, ...rest } = data;
  return rest;
}

/** Stores events durably and in order; answers our id for each, an earlier one's for a duplicate. */
export function takeIn(store: Store, events: readonly Intake[]): Promise<string[]> {
  return store.transact(async (tx) => {
    const ids: string[] = [];
    for (const event of events) ids.push(await record(tx, event));
    return ids;
  });
}

async function record(tx: Tx, { id, payload }: Intake): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO jobs.event AS known (id, external_id, name, payload) VALUES ($1, $2, $3, $4)
     ON CONFLICT (external_id) DO UPDATE
       SET id = excluded.id, name = excluded.name, payload = excluded.payload, received_at = now(), dispatch_at = now()
       WHERE known.received_at < now() - interval '${DUPLICATE_WINDOW}' AND known.dispatch_at IS NULL
     RETURNING id`,
    [id, payload.id, payload.name, JSON.stringify(payload)],
  );
  if (rows[0]) return rows[0].id;
  const earlier = await tx.query<{ id: string }>("SELECT id FROM jobs.event WHERE external_id = $1", [
    payload.id,
  ]);
  return earlier.rows[0]?.id ?? id;
}

/** An event of the runner's own, in the transaction that causes it. */
export async function emit(tx: Tx, name: string, data: Readonly<Record<string, unknown>>): Promise<void> {
  const id = newUlid();
  await record(tx, { id, payload: { data, id, name, ts: Date.now(), user: {} } });
}
