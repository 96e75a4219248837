import { z } from "zod";

export interface RunnerSettings {
  readonly databaseUrl: string;
  readonly signingKey: string;
  readonly eventKey: string;
  /** Loopback port; 0 lets the system choose. */
  readonly port: number;
  /** Origin of the app that serves `/api/inngest`. */
  readonly appUrl: string;
  /** A runner that says nothing for this long has lost its calls. */
  readonly leaseMs: number;
  /** How often to look for work that another process made. */
  readonly pollMs: number;
  /** Calls under way at once in this process. */
  readonly parallelCalls: number;
  readonly resyncMs: number;
  /** Factor on the retry table; 1 outside tests. */
  readonly backoffScale: number;
}

const schema = z.object({
  RUNNER_DATABASE_URL: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  INNGEST_SIGNING_KEY: z
    .string()
    .regex(
      /^(signkey-\w+-)?([0-9a-fA-F]{2}){16,}$/,
      "must be signkey-<env>-<even number of hex digits, 32 or more>",
    ),
  INNGEST_EVENT_KEY: z.string().min(8),
  RUNNER_PORT: z.string().optional(),
  PORT: z.string().optional(),
  APP_URL: z.url({ protocol: /^https?$/ }),
  RUNNER_LEASE_MS: z.coerce.number().int().min(300).default(15_000),
  RUNNER_POLL_MS: z.coerce.number().int().min(10).max(200).default(200),
  RUNNER_PARALLEL_CALLS: z.coerce.number().int().min(1).max(1000).default(50),
  RUNNER_BACKOFF_SCALE: z.coerce.number().min(0).max(1).default(1),
});

/** Settings from environment variables; throws an Error that names what is missing or wrong, never a value. */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): RunnerSettings {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The runner cannot start. ${wrong.join("; ")}`);
  }
  const env = parsed.data;
  const databaseUrl = env.RUNNER_DATABASE_URL || env.DATABASE_URL;
  if (!databaseUrl) throw new Error("The runner cannot start. RUNNER_DATABASE_URL or DATABASE_URL is needed");
  const port = Number(env.RUNNER_PORT || env.PORT || 8288);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error("The runner cannot start. RUNNER_PORT is not a port");
  return {
    databaseUrl,
    signingKey: env.INNGEST_SIGNING_KEY,
    eventKey: env.INNGEST_EVENT_KEY,
    port,
    appUrl: env.APP_URL,
    leaseMs: env.RUNNER_LEASE_MS,
    pollMs: env.RUNNER_POLL_MS,
    parallelCalls: env.RUNNER_PARALLEL_CALLS,
    resyncMs: 60_000,
    backoffScale: env.RUNNER_BACKOFF_SCALE,
  };
}
