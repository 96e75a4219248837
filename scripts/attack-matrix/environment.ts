import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inngest } from "@/inngest/client";
import { closeControl } from "@/lib/db/control";
import { closeRows } from "@/lib/db/row-store";
import { forgetEnv } from "@/lib/env";
import { migrate } from "../migrate.mjs";
import { choosePort } from "../postgres/cluster.mjs";
import { ensureDatabase, urlWithDatabase, withClient } from "../postgres/roles.mjs";
import { startPostgres } from "../postgres.mjs";
import { serverPlace } from "../testing/server-place";
import { silentJobServer } from "./server";

/** What a server of its own needs, and what this process's own services use to plant with. */
export interface Ground {
  readonly adminUrl: string;
  /** The superuser, in the database of the app. */
  readonly ownAdminUrl: string;
  readonly customerUrl: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  close(): Promise<void>;
}

/** A database with all migrations, a customer's database beside it and a job server; all of them gone after `close`. */
export async function openGround(root: string): Promise<Ground> {
  const running = await startPostgres({
    directory: serverPlace(root),
    database: "postgres",
    durable: false,
  });
  const { adminUrl, migrateUrl, databaseUrl } = running;
  if (adminUrl === undefined) throw new Error("the attack runs on a server of its own");
  const name = `attack_${randomBytes(6).toString("hex")}`;
  await ensureDatabase(adminUrl, name);
  await ensureDatabase(adminUrl, `${name}_customer`);
  await migrate(urlWithDatabase(migrateUrl, name));
  const jobs = await silentJobServer();
  const environment = await environmentOf(root, urlWithDatabase(databaseUrl, name), jobs.url);
  Object.assign(process.env, environment);
  forgetEnv();
  // The client has read the environment when it was imported.
  inngest.setEnvVars(environment);
  return {
    adminUrl,
    ownAdminUrl: urlWithDatabase(adminUrl, name),
    customerUrl: urlWithDatabase(migrateUrl, `${name}_customer`),
    environment,
    close: async () => {
      await Promise.all([closeControl(), closeRows(), jobs.close()]);
      await withClient(adminUrl, async (client) => {
        for (const one of [name, `${name}_customer`])
          await client.query(`drop database if exists ${one} with (force)`);
      });
      await running.stop();
    },
  };
}

async function environmentOf(root: string, databaseUrl: string, jobsUrl: string) {
  const folder = path.join(root, ".data/attack-matrix");
  mkdirSync(folder, { recursive: true });
  const keyFile = path.join(folder, "vault.key");
  writeFileSync(keyFile, randomBytes(32).toString("base64"), { mode: 0o600 });
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    ...{ PATH, HOME, TMPDIR, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    DATABASE_URL: databaseUrl,
    APP_URL: `http://127.0.0.1:${await choosePort(0)}`,
    APP_SECRET: randomBytes(32).toString("base64url"),
    VAULT_KEY_FILE: keyFile,
    INNGEST_BASE_URL: jobsUrl,
    INNGEST_EVENT_KEY: randomBytes(24).toString("base64url"),
    INNGEST_SIGNING_KEY: `signkey-prod-${randomBytes(32).toString("hex")}`,
    EGRESS_ALLOW: "127.0.0.0/8",
    // So that each call can come from an address of its own: limits by address are not what is tried here.
    TRUSTED_PROXIES: "127.0.0.1",
  };
}
