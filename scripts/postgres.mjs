import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { takeLock } from "./file-lock.mjs";
import { PlainError } from "./plain-error.mjs";
import { canReach, serverAccount } from "./postgres/account.mjs";
import { binaryDirectory } from "./postgres/binaries.mjs";
import {
  adminUrl,
  choosePort,
  createData,
  findServer,
  startServer,
  stopServer,
} from "./postgres/cluster.mjs";
import { APPLICATION, applicationUrl, ensureDatabase, ensureRoles, OWNER } from "./postgres/roles.mjs";
import { dataPath, newSettings, readSettings, writeSettings } from "./postgres/settings.mjs";

/** One holder starts or stops at a time; the slowest of them is a first start on a slow disk. */
const LOCK_WAIT_MS = 120_000;

/** Connections by this name say "somebody still uses this server"; they vanish with their process. */
const LEASE = "chittysync-lease";

/**
 * A Postgres to work with.
 * @typedef {object} RunningPostgres
 * @property {string} databaseUrl connection string of the application role
 * @property {string} migrateUrl connection string of the owner
 * @property {string | undefined} adminUrl superuser; undefined when the server is not ours
 * @property {Promise<never>} failed rejects with a PlainError when our server goes away unasked
 * @property {() => Promise<void>} stop lets go of the server; it stops when nobody else holds it
 */

/**
 * Starts the embedded Postgres kept in `directory`, or joins the one that already runs there.
 * `durable: false` trades safety in a power cut for speed (tests).
 * @param {{ directory: string, database?: string, durable?: boolean }} options
 * @returns {Promise<RunningPostgres>}
 */
export async function startPostgres({ directory, database = "chittysync", durable = true }) {
  mkdirSync(directory, { recursive: true });
  const lockFile = path.join(directory, "postgres.lock");
  const release = await takeLock(lockFile, { waitMs: LOCK_WAIT_MS });
  try {
    const { cluster, settings } = await openCluster(directory, durable);
    await ensureRunning({ cluster, settings, directory });
    const lease = await takeLease(settings);
    await ensureRoles(adminUrl(settings), settings.passwords);
    await ensureDatabase(adminUrl(settings), database);
    const urlOf = (role, password) => `postgres://${role}:${password}@127.0.0.1:${settings.port}/${database}`;
    return {
      databaseUrl: urlOf(APPLICATION, settings.passwords.app),
      migrateUrl: urlOf(OWNER, settings.passwords.owner),
      adminUrl: adminUrl(settings, database),
      failed: lease.failed,
      stop: () => leave({ cluster, settings, lease, lockFile }),
    };
  } finally {
    release();
  }
}

/**
 * The Postgres that the environment names, else the embedded one in `directory`. With DATABASE_URL alone that
 * role is taken for the owner and the application role is made on its server.
 * @param {{ directory: string, environment?: Record<string, string | undefined> }} options
 * @returns {Promise<RunningPostgres>}
 */
export async function openPostgres({ directory, environment = process.env }) {
  const { DATABASE_URL: given, DATABASE_MIGRATE_URL: owner } = environment;
  if (!given) return startPostgres({ directory });
  const theirs = { adminUrl: undefined, failed: new Promise(() => {}), stop: async () => {} };
  if (owner) return { ...theirs, databaseUrl: given, migrateUrl: owner };
  const file = path.join(directory, "application-password");
  const known = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const { url, password } = await applicationUrl(given, known);
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, password, { mode: 0o600 });
  return { ...theirs, databaseUrl: url, migrateUrl: given };
}

async function openCluster(directory, durable) {
  const known = readSettings(directory);
  const account = serverAccount(
    known === undefined ? path.join(directory, "pg") : dataPath(directory, known),
  );
  const settings = known ?? newSettings(directory, account);
  const cluster = {
    data: dataPath(directory, settings),
    binaries: binaryDirectory(account),
    account,
    durable,
  };
  if (existsSync(path.join(cluster.data, "PG_VERSION"))) {
    if (known === undefined)
      throw new PlainError(
        `${directory} holds Postgres data but not its postgres.json; restore it or use another folder.`,
      );
    if (!canReach(cluster.data, account))
      throw new PlainError(
        `${cluster.data} cannot be reached by the account that runs Postgres; open the folders above it.`,
      );
    return { cluster, settings };
  }
  if (existsSync(cluster.data))
    throw new PlainError(`${cluster.data} is not Postgres data; move it away or use another folder.`);
  writeSettings(directory, settings);
  await createData(cluster, settings.passwords.admin);
  return { cluster, settings };
}

async function ensureRunning({ cluster, settings, directory }) {
  if (await findServer(cluster, settings)) return;
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await choosePort(settings.port);
    if (port !== settings.port) writeSettings(directory, Object.assign(settings, { port }));
    if (await startServer(cluster, port)) return;
    settings.port = 0;
  }
  throw new PlainError("Postgres found no port: each one chosen was taken at the same moment.");
}

async function takeLease(settings) {
  const client = new pg.Client({ connectionString: adminUrl(settings), application_name: LEASE });
  client.on("error", () => {});
  await client.connect();
  const lease = { client, isLeaving: false, failed: undefined };
  lease.failed = new Promise((_, reject) => {
    client.once("end", () => {
      if (!lease.isLeaving)
        reject(new PlainError("Postgres stopped; its log is server.log in its data folder."));
    });
  });
  lease.failed.catch(() => {});
  return lease;
}

async function leave({ cluster, settings, lease, lockFile }) {
  const release = await takeLock(lockFile, { waitMs: LOCK_WAIT_MS });
  lease.isLeaving = true;
  try {
    const { rows } = await lease.client.query(
      "select count(*)::int as others from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()",
      [LEASE],
    );
    await lease.client.end();
    if (rows[0].others === 0) await stopServer(cluster);
  } catch (error) {
    // Gone already: killed by hand, or the folder was deleted under it. Anything else is told.
    if (await findServer(cluster, settings)) throw error;
  } finally {
    release();
  }
}
