import { randomBytes } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { ensureSecrets } from "../scripts/demo/secrets.mjs";
import { migrate } from "../scripts/migrate.mjs";
import { urlWithDatabase, withClient } from "../scripts/postgres/roles.mjs";
import { startPostgres } from "../scripts/postgres.mjs";

/** A migrated database of a bench's own on an embedded server of the benches' own, and what the product needs to use it. */
export interface BenchDatabase {
  /** The owner's: for the customer's tables and for what a customer does to them. */
  readonly ownerUrl: string;
  /** The superuser's. */
  readonly adminUrl: string;
  /** Environment of a process that runs product code: the application role, row-level security on. */
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

const data = path.resolve(import.meta.dirname, "../.data/bench");

export async function benchDatabase(): Promise<BenchDatabase> {
  const running = await startPostgres({ directory: data, database: "postgres" });
  const { adminUrl } = running;
  if (adminUrl === undefined) throw new Error("benches run on a server of their own");
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const dropDatabase = (database: string) =>
    withClient(adminUrl, (client: pg.Client) =>
      client.query(`drop database if exists ${pg.escapeIdentifier(database)} with (force)`),
    );
  const drop = async () => {
    await dropDatabase(name);
    await running.stop();
  };
  try {
    for (const unused of await leftovers(adminUrl)) await dropDatabase(unused);
    await withClient(adminUrl, (client: pg.Client) =>
      client.query(`create database ${name} owner chittysync_owner`),
    );
    const ownerUrl = urlWithDatabase(running.migrateUrl, name);
    await migrate(ownerUrl);
    const environment = environmentOf(urlWithDatabase(running.databaseUrl, name));
    return { ownerUrl, adminUrl: urlWithDatabase(adminUrl, name), environment, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

function environmentOf(databaseUrl: string): Record<string, string> {
  const { appSecret, vaultKeyFile } = ensureSecrets(path.join(data, "secrets"));
  return {
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    APP_URL: "http://127.0.0.1",
    APP_SECRET: appSecret,
    VAULT_KEY_FILE: vaultKeyFile,
    EGRESS_ALLOW: "127.0.0.0/8",
  };
}

/** Databases of benches that were killed. */
async function leftovers(adminUrl: string): Promise<string[]> {
  return withClient(adminUrl, async (client: pg.Client) => {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database d where datname ~ '^bench_[0-9a-f]+$' " +
        "and not exists (select from pg_stat_activity a where a.datid = d.oid)",
    );
    return rows.map((row) => row.datname);
  });
}
