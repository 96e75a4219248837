import { randomBytes } from "node:crypto";
import pg from "pg";
import { PlainError } from "../plain-error.mjs";

export const OWNER = "chittysync_owner";
export const APPLICATION = "chittysync_app";

const OWNER_RIGHTS = "LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB CREATEROLE";
const APPLICATION_RIGHTS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE";

/**
 * Makes both roles what they must be: the owner migrates, the application is bound by row-level security.
 * Repeatable, so a start that was cut short is completed by the next.
 */
export async function ensureRoles(url, passwords) {
  await withClient(url, async (client) => {
    await ensureRole(client, { name: OWNER, rights: OWNER_RIGHTS, password: passwords.owner });
    await ensureRole(client, { name: APPLICATION, rights: APPLICATION_RIGHTS, password: passwords.app });
  });
}

/** Creates an empty database that belongs to the owner, unless it exists. */
export async function ensureDatabase(url, name) {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 0)
      await client.query(`create database ${pg.escapeIdentifier(name)} owner ${pg.escapeIdentifier(OWNER)}`);
  });
}

/**
 * On a Postgres of the user's own, known by its owner alone: makes the application role and answers its URL.
 * `password` is the one of an earlier start, if any.
 */
export async function applicationUrl(migrateUrl, password = randomBytes(24).toString("base64url")) {
  try {
    await withClient(migrateUrl, (client) =>
      ensureRole(client, { name: APPLICATION, rights: APPLICATION_RIGHTS, password }),
    );
  } catch (error) {
    if (!["42501", "28P01", "28000", "3D000", "ECONNREFUSED", "ENOTFOUND"].includes(error.code)) throw error;
    throw new PlainError(
      `DATABASE_URL cannot be used to create the role ${APPLICATION} (${error.message}); ` +
        "create it yourself and set DATABASE_URL to it and DATABASE_MIGRATE_URL to the owner.",
    );
  }
  const url = new URL(migrateUrl);
  url.username = APPLICATION;
  url.password = password;
  return { url: url.toString(), password };
}

async function ensureRole(client, { name, rights, password }) {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [name]);
  const verb = rowCount === 0 ? "create" : "alter";
  await client.query(
    `${verb} role ${pg.escapeIdentifier(name)} with ${rights} password ${pg.escapeLiteral(password)}`,
  );
}

/**
 * The same server and role, another database.
 * @param {string} url
 * @param {string} database
 */
export function urlWithDatabase(url, database) {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

/**
 * Connects, works, and closes whatever happens.
 * @template T
 * @param {string} url
 * @param {(client: pg.Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
