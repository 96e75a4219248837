import pg from "pg";

/** Parameters that are Prisma's and not the server's. */
const PRISMA_PARAMETERS = ["schema", "connection_limit", "pool_timeout", "pgbouncer", "statement_cache_size"];

/** What `pg` needs to connect, with Prisma's own parameters taken out. */
export function connectionOptions(url) {
  const plain = new URL(required(url));
  for (const name of PRISMA_PARAMETERS) plain.searchParams.delete(name);
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString: plain.toString() });
  return { host, port, user, password, database, ssl: ssl || undefined };
}

/** The Postgres schema that a URL names; undefined is "public". */
export function schemaOf(url) {
  return new URL(required(url)).searchParams.get("schema") ?? undefined;
}

/** Runs one script, which may hold several statements, on a connection of its own. */
export async function runScript(url, script, database) {
  const options = connectionOptions(url);
  const client = new pg.Client({ ...options, database: database ?? options.database });
  await client.connect();
  try {
    await client.query(script);
  } finally {
    await client.end();
  }
}

export async function createDatabase(url) {
  const { database } = connectionOptions(url);
  await runScript(url, `create database ${pg.escapeIdentifier(database)}`, "postgres");
  return { databaseName: database };
}

export async function dropDatabase(url) {
  const { database } = connectionOptions(url);
  await runScript(url, `drop database ${pg.escapeIdentifier(database)} with (force)`, "postgres");
}

/** The error in the words and codes that Prisma's command line reacts to. */
export function prismaError(error, url) {
  const { host, port, database } = url ? connectionOptions(url) : {};
  switch (error?.code) {
    case "3D000":
      return { error_code: "P1003", message: `Database \`${database}\` does not exist` };
    case "28P01":
    case "28000":
      return {
        error_code: "P1000",
        message: `Authentication failed against database server at \`${host}:${port}\``,
      };
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "ETIMEDOUT":
      return { error_code: "P1001", message: `Can't reach database server at \`${host}:${port}\`` };
    case "42P04":
      return { error_code: "P1009", message: `Database \`${database}\` already exists` };
    default:
      return { error_code: error?.code, message: error?.message ?? String(error) };
  }
}

function required(url) {
  if (!url) throw new Error("no database URL: set DATABASE_MIGRATE_URL or DATABASE_URL");
  return url;
}
