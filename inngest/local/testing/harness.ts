import type { Inngest, InngestFunction } from "inngest";
import { type Runner, startRunner } from "../runner";
import type { RunnerSettings } from "../settings";
import { type RunnerDatabase, runnerDatabase } from "./database";
import { EVENT_KEY, type LoopbackApp, loopbackApp, SIGNING_KEY } from "./loopback-app";
import { until } from "./until";

export interface SeenRun {
  readonly id: string;
  readonly status: string;
  readonly output: unknown;
  readonly events: readonly { readonly name: string; readonly data: Record<string, unknown> }[];
  readonly created_at: Date;
  readonly started_at: Date | null;
}

export interface Harness {
  readonly app: LoopbackApp;
  readonly client: Inngest;
  readonly runner: Runner;
  readonly database: RunnerDatabase;
  readonly settings: RunnerSettings;
  /** What the runner logged. */
  readonly logged: string[];
  /** Runs of the function in order of creation. */
  readonly runs: (functionId: string) => Promise<SeenRun[]>;
  /** The first `count` runs once all of them have ended. */
  readonly ended: (functionId: string, count?: number) => Promise<SeenRun[]>;
  readonly close: () => Promise<void>;
}

/** A database, the real SDK with these functions as app `appId`, and a runner in this process, registered. */
export async function startHarness(
  functionsOf: (client: Inngest) => InngestFunction.Like[],
  changes: Partial<RunnerSettings> = {},
  appId = "sample",
): Promise<Harness> {
  const [database, app] = await Promise.all([runnerDatabase(), loopbackApp(appId)]);
  const settings: RunnerSettings = {
    databaseUrl: database.url,
    signingKey: SIGNING_KEY,
    eventKey: EVENT_KEY,
    port: 0,
    appUrl: app.url,
    leaseMs: 1000,
    pollMs: 50,
    parallelCalls: 50,
    resyncMs: 60_000,
    backoffScale: 0.001,
    ...changes,
  };
  const logged: string[] = [];
  const runner = await startRunner(settings, (message, fields) => {
    logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  });
  const client = app.connect(runner.url, functionsOf);
  await until(
    "registration",
    async () => (await database.owner.query("SELECT 1 FROM jobs.function")).rowCount,
  );
  const runs = async (functionId: string) => {
    const { rows } = await database.owner.query<SeenRun>(
      "SELECT * FROM jobs.run WHERE function_id = $1 ORDER BY created_at, id",
      [`${appId}-${functionId}`],
    );
    return rows;
  };
  return {
    app,
    client,
    runner,
    database,
    settings,
    logged,
    runs,
    ended: (functionId, count = 1) =>
      until(
        `${count} ended run(s) of ${functionId}`,
        async () => {
          const seen = await runs(functionId);
          const all =
            seen.length >= count && seen.every((run) => !["Scheduled", "Running"].includes(run.status));
          return all ? seen : undefined;
        },
        90_000,
      ),
    close: async () => {
      await app.close();
      await runner.stop();
      await database.close();
    },
  };
}
