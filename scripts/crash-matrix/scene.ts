import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inngest } from "@/inngest/client";
import type { Caller } from "@/lib/auth/policy";
import { closeControl } from "@/lib/db/control";
import { closeRows } from "@/lib/db/row-store";
import { forgetEnv } from "@/lib/env";
import { uuidOf } from "@/lib/ids";
import { requestRun } from "@/lib/services/runs/request-run";
import { type Companies, makeCompanies, companies as numbered } from "@/lib/sync/testing/companies";
import { addTenant, type Tenant } from "@/lib/sync/testing/tenant";
import type { World } from "@/lib/sync/testing/world";
import { carry, type Job } from "./carry";
import { Databases, type MatrixServer } from "./databases";
import { BEFORE, makeEdits, ROWS } from "./edits";
import { EffectCount, WATCH_TABLE } from "./effects";
import { Providers, UNLIMITED } from "./providers";
import { watchHttp } from "./watch-http";
import { watchPostgres } from "./watch-postgres";
import { watchTimers } from "./watch-timers";

const TABLE = "companies";

/** Connections that nobody uses are closed far sooner. */
const ENDING_MS = 5_000;

/** The reference state and all that a case needs to start from it. */
export interface Scene {
  readonly databases: Databases;
  readonly providers: Providers;
  readonly companies: Companies;
  readonly effects: EffectCount;
  readonly caller: Caller;
  /** What every job of the scene has in common. */
  readonly job: Omit<Job, "runId">;
  /** The run that was asked for when everybody had made their edits, and has not begun. */
  readonly runId: string;
  /** A process that has just started: it has no connections yet. Call `settle` when it is over. */
  begin(): void;
  /** After `begin`: ends that process's connections; those of one that was killed are gone already. */
  settle(killed: boolean): Promise<void>;
  /** Puts every system into the reference state. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

export async function openScene(server: MatrixServer): Promise<Scene> {
  const directory = mkdtempSync(path.join(tmpdir(), "crash-matrix-"));
  const databases = await Databases.open(server);
  const providers = await Providers.open(directory);
  pointAt(directory, databases, providers);
  const unwatch = [
    watchTimers(),
    watchPostgres(databases.name),
    watchHttp({
      partyOf: (origin) => providers.partyOf(origin),
      badGateway: providers.urls.badGateway,
    }),
  ];
  const tenant = await addTenant("Ada", {
    postgresUrl: databases.customerUrl,
    notion: (command, input) => providers.control("notion", command, input),
    google: (command, input) => providers.control("google", command, input),
  });
  const companies = await makeCompanies(worldOf(databases, providers, tenant), {
    table: TABLE,
    notion: numbered(1, ROWS),
  });
  await databases.theirs(WATCH_TABLE(TABLE));
  const effects = new EffectCount(providers, databases, companies);
  const job = {
    organizationId: tenant.caller.organizationId,
    worker: null,
    expireLease: expireLease(databases),
  };
  await carry({ ...job, runId: await request(tenant.caller, companies) });
  await makeEdits(companies, BEFORE);
  const runId = await request(tenant.caller, companies);
  await endConnections();
  providers.save();
  await databases.save([TABLE]);
  let spare: Connections = {};
  return {
    databases,
    providers,
    companies,
    effects,
    caller: tenant.caller,
    job,
    runId,
    begin: () => {
      spare = { chittysyncPrisma: shared.chittysyncPrisma, chittysyncRows: shared.chittysyncRows };
      forget();
    },
    settle: async (killed) => {
      try {
        if (!killed) await endConnections();
      } finally {
        Object.assign(shared, spare);
      }
    },
    restore: async () => {
      providers.restore();
      await databases.restore();
      await effects.take();
    },
    close: async () => {
      await endConnections();
      for (const undo of unwatch) undo();
      await providers.close();
      await databases.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** Asks for a run; answers its uuid. */
export async function request(caller: Caller, { id }: Pick<Companies, "id">): Promise<string> {
  const run = await requestRun(caller, id, { kind: "sync", syncId: randomUUID() });
  return uuidOf("run", run.id) ?? "";
}

/** What a turn waits for has come: a silent worker has lost its registry, and what was sent must show by now. */
const expireLease = (databases: Databases) => async () => {
  await databases.ours(
    "update public.registry set lease_until = now() - interval '1 second' where lease_until > now()",
  );
  await databases.ours("update rows.plan set sent_at = sent_at - interval '1 hour'");
};

/** Where the product keeps the connections of its process. */
const shared = globalThis as Connections;

interface Connections {
  chittysyncPrisma?: unknown;
  chittysyncRows?: unknown;
}

function forget(): void {
  delete shared.chittysyncPrisma;
  delete shared.chittysyncRows;
}

/** Throws where a connection was taken and never given back. */
async function endConnections(): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error("a connection to our database was never given back")),
      ENDING_MS,
    );
  });
  await Promise.race([Promise.all([closeControl(), closeRows()]), late]).finally(() => clearTimeout(timer));
}

function pointAt(directory: string, databases: Databases, { urls }: Providers): void {
  const keyFile = path.join(directory, "vault.key");
  writeFileSync(keyFile, randomBytes(32).toString("base64"), { mode: 0o600 });
  Object.assign(process.env, {
    DATABASE_URL: databases.appUrl,
    APP_URL: "https://app.example.com",
    APP_SECRET: "s".repeat(32),
    VAULT_KEY_FILE: keyFile,
    NOTION_API_URL: urls.notion,
    GOOGLE_API_URL: urls.google,
    GOOGLE_OAUTH_URL: urls.google,
    GOOGLE_CLIENT_ID: "sandbox-google-client",
    GOOGLE_CLIENT_SECRET: "sandbox-google-secret",
    NOTION_CALLS_PER_MINUTE: String(UNLIMITED),
    GOOGLE_CALLS_PER_MINUTE: String(UNLIMITED),
    GOOGLE_USER_CALLS_PER_MINUTE: String(UNLIMITED),
    INNGEST_BASE_URL: urls.events,
    INNGEST_EVENT_KEY: "event-key-for-tests",
    INNGEST_SIGNING_KEY: `signkey-test-${"0123456789abcdef".repeat(4)}`,
    EGRESS_ALLOW: "127.0.0.0/8",
  });
  forgetEnv();
  inngest.setEnvVars();
}

/** What the companies need of the world that the tests of runs live in. */
function worldOf(databases: Databases, providers: Providers, tenant: Tenant): World {
  const run = async (_: string) => {
    throw new Error("the matrix runs by itself");
  };
  const needed: Pick<World, "tenant" | "notion" | "google" | "sql" | "run"> = {
    tenant,
    notion: (command, input = {}) => providers.control("notion", command, input),
    google: (command, input = {}) => providers.control("google", command, input),
    sql: (text, values) => databases.theirs(text, values),
    run,
  };
  return needed as World;
}
