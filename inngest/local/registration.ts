import canonicalize from "canonicalize";
import { send } from "./call";
import { isSchedule, scheduleCrons } from "./cron";
import { cronsOf, registrationSchema } from "./function-config";
import { reasonOf } from "./log";
import type { RunnerSettings } from "./settings";
import { sign } from "./signature";
import { LOCKS, lockFor, type Store } from "./store";

type Registered =
  | { readonly ok: true; readonly modified: boolean; readonly notes: readonly string[] }
  | { readonly ok: false; readonly error: string };

/** Takes an app's functions as the whole truth about that app: those it no longer names start no more runs. */
export async function register(store: Store, body: unknown): Promise<Registered> {
  const parsed = registrationSchema.safeParse(body);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).slice(0, 5);
    return { ok: false, error: `Registration refused: ${where.join("; ")}` };
  }
  const { appName, url, sdk, functions } = parsed.data;
  const unreadable = functions.flatMap(cronsOf).find((cron) => !isSchedule(cron));
  if (unreadable !== undefined)
    return { ok: false, error: `Registration refused: "${unreadable}" is not a cron` };
  const modified = await store.transact(async (tx) => {
    await lockFor(tx, LOCKS.dispatch);
    await tx.query(
      `INSERT INTO jobs.app (name, url, sdk) VALUES ($1, $2, $3)
       ON CONFLICT (name) DO UPDATE SET url = excluded.url, sdk = excluded.sdk, synced_at = now()`,
      [appName, url, sdk],
    );
    let changes = 0;
    for (const fn of functions) {
      const { rowCount } = await tx.query(
        `INSERT INTO jobs.function AS known (id, app, config) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET app = excluded.app, config = excluded.config, archived = false
         WHERE known.archived OR known.app <> excluded.app OR known.config::text <> excluded.config::text`,
        [fn.id, appName, JSON.stringify(fn)],
      );
      changes += rowCount ?? 0;
      await scheduleCrons(tx, fn);
    }
    const ids = functions.map((fn) => fn.id);
    const gone = await tx.query(
      "UPDATE jobs.function SET archived = true WHERE app = $1 AND NOT archived AND NOT id = ANY ($2)",
      [appName, ids],
    );
    await tx.query("DELETE FROM jobs.cron USING jobs.function f WHERE f.id = function_id AND f.archived");
    return changes + (gone.rowCount ?? 0) > 0;
  });
  const notes = functions
    .filter((fn) => fn.priority !== undefined)
    .map((fn) => `"${fn.id}": priority is ignored by the embedded runner`);
  return { ok: true, modified, notes };
}

/** Asks the app to register (`PUT /api/inngest`): "registered", or in words why not. */
export async function syncApp(settings: RunnerSettings, signal: AbortSignal): Promise<string> {
  const url = new URL("/api/inngest", settings.appUrl).href;
  const text = canonicalize({ url }) ?? "";
  const headers = {
    "content-type": "application/json",
    "x-inngest-server-kind": "cloud",
    "x-inngest-signature": sign(text, settings.signingKey, Math.round(Date.now() / 1000)),
  };
  try {
    const answer = await send({ url, headers, text }, { method: "PUT", timeoutMs: 60_000, signal });
    return answer.status === 200 ? REGISTERED : `the app did not register: it answered ${answer.status}`;
  } catch (error) {
    return `the app does not answer: ${reasonOf(error)}`;
  }
}

export const REGISTERED = "registered";
