import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { migrate, runPrisma } from "./migrate.mjs";
import { ensureDatabase, urlWithDatabase, withClient } from "./postgres/roles.mjs";

const root = path.resolve(import.meta.dirname, "..");

const SCHEMA = `generator client {
  provider = "prisma-client"
  output   = "./generated"
}

datasource db {
  provider = "postgresql"
}

model Box {
  id   Int    @id
  name String
}
`;

const FIRST = `create table "Box" (id integer not null, name text not null, constraint "Box_pkey" primary key (id));
create function shout(given text) returns text language plpgsql as $$
begin
  given := upper(given); -- a semicolon; inside a body
  return given;
end
$$;
alter table "Box" enable row level security;
create policy own on "Box" using (name = current_setting('app.name', true));
`;

let project: string;
let config: string;
let migrations: string;
let url: string;
let database: string;

/** A Prisma project of its own that uses the repository's configuration but for the folders. */
beforeEach(async () => {
  mkdirSync(path.join(root, ".data"), { recursive: true });
  project = mkdtempSync(path.join(root, ".data/prisma-"));
  migrations = path.join(project, "migrations");
  config = path.join(project, "prisma.config.ts");
  writeFileSync(
    config,
    `import base from "../../prisma.config";
export default { ...base, schema: ${JSON.stringify(path.join(project, "schema.prisma"))}, migrations: { path: ${JSON.stringify(migrations)} } };
`,
  );
  writeFileSync(path.join(project, "schema.prisma"), SCHEMA);
  addMigration("1_first", FIRST);
  database = `test_${path.basename(project).replace("prisma-", "").toLowerCase()}_${process.pid}`;
  await ensureDatabase(inject("testServer").adminUrl, database);
  url = urlWithDatabase(inject("testServer").ownerUrl, database);
});

afterEach(async () => {
  rmSync(project, { recursive: true, force: true });
  await withClient(inject("testServer").adminUrl, (client) =>
    client.query(`drop database if exists ${database} with (force)`),
  );
});

function addMigration(name: string, sql: string): void {
  mkdirSync(path.join(migrations, name), { recursive: true });
  writeFileSync(path.join(migrations, "migration_lock.toml"), 'provider = "postgresql"\n');
  writeFileSync(path.join(migrations, name, "migration.sql"), sql);
}

async function applied(): Promise<unknown[]> {
  return withClient(url, async (client) => {
    const found = await client.query(
      "select migration_name as name, finished_at is not null as done from _prisma_migrations order by 1, 2",
    );
    return found.rows;
  });
}

const deploy = () => migrate(url, { config, migrations });
const prisma = (...args: string[]) => runPrisma([...args, "--config", config], url);

describe("migrate deploy", () => {
  test("applies once; the second time is a no-op", async () => {
    expect(await deploy()).toBe(1);
    expect(await deploy()).toBe(1);
    expect(await applied()).toEqual([{ name: "1_first", done: true }]);
    const said = await withClient(url, (client) => client.query("select shout('hej') as said"));
    expect(said.rows).toEqual([{ said: "HEJ" }]);
  });

  test("two at once apply each migration once", async () => {
    addMigration("2_second", `insert into "Box" values (1, 'one');`);
    expect(await Promise.all([deploy(), deploy()])).toEqual([2, 2]);
    expect(await applied()).toEqual([
      { name: "1_first", done: true },
      { name: "2_second", done: true },
    ]);
  });

  test("a failing migration stops everything and is named", async () => {
    addMigration("2_broken", `alter table "Nowhere" add column x int;`);
    addMigration("3_later", `create table later ();`);
    await expect(deploy()).rejects.toThrow(/2_broken/);
    expect(await applied()).toEqual([
      { name: "1_first", done: true },
      { name: "2_broken", done: false },
    ]);
    await expect(deploy()).rejects.toThrow(/2_broken/);
    expect((await prisma("migrate", "status")).code).not.toBe(0);
  });

  test("a command that applies nothing is not success", async () => {
    const before = process.env.PRISMA_SCHEMA_ENGINE_BINARY;
    process.env.PRISMA_SCHEMA_ENGINE_BINARY = "/bin/true";
    try {
      await expect(deploy()).rejects.toThrow(/1_first|not migrated/);
    } finally {
      if (before === undefined) delete process.env.PRISMA_SCHEMA_ENGINE_BINARY;
      else process.env.PRISMA_SCHEMA_ENGINE_BINARY = before;
    }
  });

  test("an unreachable database is told as such", async () => {
    const gone = urlWithDatabase(url, "test_no_such_database");
    await expect(migrate(gone.replace(/:\d+\//, ":1/"), { config, migrations })).rejects.toThrow(
      /P1001|reach/,
    );
  });
});

describe("the other commands", () => {
  const compare = () =>
    prisma(
      ...["migrate", "diff", "--from-migrations", migrations],
      ...["--to-schema", path.join(project, "schema.prisma"), "--exit-code"],
    );

  test("diff is empty when migrations make the schema, and says what drifted when not", async () => {
    const equal = await compare();
    expect(equal.output).toMatch(/No difference/i);
    expect(equal.code).toBe(0);
    writeFileSync(
      path.join(project, "schema.prisma"),
      SCHEMA.replace("name String", "name String\n  size Int"),
    );
    const drift = await compare();
    expect(drift.output).toContain("size");
    expect(drift.code).toBe(2);
    const left = await withClient(url, (client) =>
      client.query("select datname from pg_database where datname like 'prisma_migrate_shadow_db_%'"),
    );
    expect(left.rows).toEqual([]);
  });

  test("generate, validate and format need no database", async () => {
    for (const command of ["generate", "validate", "format"]) {
      const { code, output } = await runPrisma([command, "--config", config], undefined);
      expect(code, output).toBe(0);
    }
  });

  test("status says whether something waits", async () => {
    expect((await prisma("migrate", "status")).code).not.toBe(0);
    await deploy();
    expect((await prisma("migrate", "status")).code).toBe(0);
  });
});
