import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newUuid } from "@/lib/ids";
import { purgeOrganizations } from "@/lib/services/organizations/purge-organizations";
import { SCOPED as ALL_SCOPED, ownerColumn, TABLES } from "./catalogue.test-kit";
import { withOrg } from "./control";
import {
  type ControlPlane,
  openControlPlane,
  type Planted,
  plantOrganization,
} from "./control-plane.test-kit";
import { type Full, plantEverything } from "./full-organization.test-kit";
import { closeOrganization } from "./organizations";
import { withRows } from "./row-store";

let plane: ControlPlane;
let admin: pg.Pool;
let app: pg.Pool;
let acme: Full;
let globex: Full;

beforeAll(async () => {
  plane = await openControlPlane();
  admin = new pg.Pool({ connectionString: plane.adminUrl, max: 1 });
  app = new pg.Pool({ connectionString: plane.appUrl, max: 1 });
  acme = await plantEverything("Acme");
  globex = await plantEverything("Globex");
});

afterAll(async () => {
  await Promise.all([admin.end(), app.end()]);
  await plane.close();
});

const SCOPED = ALL_SCOPED.map((table) => [table, ownerColumn(table)] as const);

describe("every table of an organization", () => {
  test.each(SCOPED)("%s holds rows of both, to a superuser", async (table, column) => {
    const { rows } = await admin.query(`select distinct ${column} as id from ${table}`);
    expect(rows.map(({ id }) => id).toSorted()).toEqual(
      [acme.organizationId, globex.organizationId].toSorted(),
    );
  });

  test.each(SCOPED)("%s shows nothing without an organization, also after one was set", async (table) => {
    const client = await app.connect();
    try {
      expect((await client.query(`select * from ${table}`)).rows).toEqual([]);
      await client.query("begin");
      await client.query("select set_config('app.org', $1, true)", [acme.organizationId]);
      expect((await client.query(`select * from ${table}`)).rows).not.toEqual([]);
      await client.query("commit");
      // Postgres leaves the setting as an empty text, which is no uuid.
      const { rows } = await client.query("select current_setting('app.org', true) as left");
      expect(rows).toEqual([{ left: "" }]);
      expect((await client.query(`select * from ${table}`)).rows).toEqual([]);
    } finally {
      client.release(true);
    }
  });

  test.each(SCOPED)("%s shows an organization its own rows, through either door", async (table, column) => {
    const text = `select distinct ${column}::text as id from ${table}`;
    for (const { organizationId } of [acme, globex]) {
      const own = [{ id: organizationId }];
      expect(await withOrg(organizationId, (db) => db.$queryRawUnsafe(text))).toEqual(own);
      expect((await withRows(organizationId, (client) => client.query(text))).rows).toEqual(own);
    }
  });

  test.each(SCOPED)("%s gives no other organization's row away to be changed", async (table, column) => {
    await withRows(acme.organizationId, async (client) => {
      const updated = await attempt(
        client,
        `update ${table} set ${column} = ${column} where ${column} = '${globex.organizationId}'`,
      );
      const deleted = await attempt(
        client,
        `delete from ${table} where ${column} = '${globex.organizationId}'`,
      );
      const grows = [...TABLES.ledger, "rows.row_version"].includes(table);
      expect([updated, deleted]).toEqual(grows ? ["42501", "42501"] : [0, 0]);
      const stolen = `update ${table} set ${column} = '${globex.organizationId}'`;
      expect(await attempt(client, stolen)).toBe("42501");
      const planted = await copying(table, `"${column}": "${globex.organizationId}"`);
      expect(await attempt(client, planted)).toBe("42501");
    });
  });

  test.each(TABLES.tenant.map((table) => [table]))("%s takes no COPY from the application", async (table) => {
    const codes: unknown[] = [];
    await withRows(acme.organizationId, async (client) => {
      codes.push(await attempt(client, `copy ${table} from stdin`));
      codes.push(await attempt(client, `copy ${table} from program 'true'`));
    });
    // feature_not_supported: the reason why rows are staged through a temporary table.
    expect(codes).toEqual(["0A000", "42501"]);
  });
});

test("Prisma's models show nothing of another organization", async () => {
  const seen = await withOrg(acme.organizationId, async (db) => [
    await db.organization.findMany({ where: { id: globex.organizationId } }),
    await db.connection.findMany({ where: { organizationId: globex.organizationId } }),
    await db.registry.findMany({ where: { id: globex.registryId } }),
    await db.side.findMany({ where: { id: globex.sideId } }),
    await db.run.findMany({ where: { id: globex.runId } }),
    await db.credential.findMany({ where: { connectionId: globex.connectionId } }),
    await db.apiKey.findMany({ where: { personId: globex.personId } }),
    await db.noticeMute.findMany({ where: { registryId: globex.registryId } }),
    await db.notice.findMany({ where: { subjectId: globex.registryId } }),
  ]);
  expect(seen.flat()).toEqual([]);
});

test("every foreign key refuses to point into another organization", async () => {
  const { rows: keys } = await admin.query<{
    table: string;
    columns: string[];
    target: string;
    targets: string[];
  }>(
    `select c.conrelid::regclass::text as table, c.confrelid::regclass::text as target,
            array(select attname::text from unnest(c.conkey) with ordinality k(n, at)
                    join pg_attribute on attrelid = c.conrelid and attnum = n order by at) as columns,
            array(select attname::text from unnest(c.confkey) with ordinality k(n, at)
                    join pg_attribute on attrelid = c.confrelid and attnum = n order by at) as targets
       from pg_constraint c join pg_class t on t.oid = c.confrelid
      where c.contype = 'f' and t.relrowsecurity order by 1, 3`,
  );
  const pointing = keys.filter(({ columns }) => columns.length > 1);
  expect(pointing.length).toBeGreaterThan(8);
  for (const { table, columns, target, targets } of pointing) {
    const { rows } = await admin.query(
      `select ${targets.join(", ")} from ${target} where organization_id = $1`,
      [globex.organizationId],
    );
    const others = columns
      .map((column, at) => [column, rows[0]?.[targets[at] ?? ""]] as const)
      .filter(([column]) => column !== "organization_id");
    const set = others.map(([column, id]) => `${column} = '${id}'`).join(", ");
    const pointer = others.map(([column, id]) => `"${column}": "${id}"`).join(", ");
    const copied = await copying(table, `${pointer}${FRESH[table] ?? ""}`);
    const codes = await withRows(acme.organizationId, async (client) => [
      await attempt(client, `update ${table} set ${set}`),
      await attempt(client, copied),
    ]);
    // History may not be updated at all.
    const update = table === "rows.row_version" ? "42501" : "23503";
    expect({ table, columns, codes }).toEqual({ table, columns, codes: [update, "23503"] });
  }
});

/** A statement that copies a table's rows with these members changed. Generated columns cannot be given. */
async function copying(table: string, members: string): Promise<string> {
  const { rows } = await admin.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  return `insert into ${table} (${names.join(", ")}) select ${names.map((name) => `(copy).${name}`).join(", ")}
            from (select jsonb_populate_record(t, '{${members}}') as copy from ${table} t) copies`;
}

/** What must differ in a copied row for its own keys not to refuse it first. */
const FRESH: Readonly<Record<string, string>> = {
  notice_delivery: `, "id": "${newUuid()}"`,
  notice_mute: `, "id": "${newUuid()}"`,
  side: `, "id": "${newUuid()}", "place": "elsewhere"`,
  run: `, "id": "${newUuid()}", "sync_id": "${newUuid()}"`,
  "rows.base": `, "row_id": "${newUuid()}", "key": "another"`,
  "rows.conflict": `, "id": "${newUuid()}", "kind": "another"`,
  "rows.issue": `, "id": "${newUuid()}"`,
  "rows.link": ', "locator": "elsewhere"',
  "rows.wish": `, "row_id": "${newUuid()}"`,
  "rows.exclusion": ', "locator": "elsewhere"',
  schema_version: `, "id": "${newUuid()}", "version": "1.0.0"`,
};

test("organizations that take turns on the same connections never meet, also when work is given up", async () => {
  const others = await Promise.all(Array.from({ length: 10 }, (_, at) => plantOrganization(`Turn ${at}`)));
  const text = "select id::text, name from registry";
  const turn = async ({ organizationId, registryId }: Planted, at: number): Promise<void> => {
    const doors = [
      () => withRows(organizationId, async (client) => givenUp(at, (await client.query(text)).rows)),
      () => withOrg(organizationId, async (db) => givenUp(at, await db.$queryRawUnsafe(text))),
    ];
    const seen = await doors[at % 2]?.().catch((error: { seen?: unknown }) => error.seen ?? error);
    expect(seen).toEqual([{ id: registryId, name: expect.stringMatching(/^Turn/) }]);
  };
  const turns = Array.from({ length: 600 }, (_, at) => turn(others[(at * 7) % 10] as Planted, at));
  await Promise.all(turns);
});

/** Answers what was seen, every ninth time by a throw that rolls the work back. */
function givenUp<T>(at: number, seen: T): T {
  if (at % 9 === 0) throw Object.assign(new Error("given up"), { seen });
  return seen;
}

test("the application cannot step out of row-level security", async () => {
  await withRows(acme.organizationId, async (client) => {
    for (const statement of [
      "set local role chittysync_owner",
      "set local role chittysync_resolver",
      "set local session authorization chittysync_owner",
      "alter role current_user bypassrls",
      "alter table registry disable row level security",
      "alter table registry no force row level security",
      "drop policy tenant on registry",
      "create policy mine on registry using (true)",
      "truncate rows.base",
      "select * from person",
      "select * from session",
      "create function public.mine() returns int language sql as 'select 1'",
      "create view public.mine as select * from registry",
      "copy registry to program 'true'",
      "select pg_read_file('PG_VERSION')",
    ])
      expect([statement, await attempt(client, statement)]).toEqual([statement, "42501"]);
    // What Postgres answers rather than leave policies out.
    expect(await attempt(client, "set local row_security = off; select * from registry")).toBe("42501");
  });
});

/** The rows a statement touched, or the SQLSTATE it was refused with; leaves the transaction as it was. */
async function attempt(client: pg.PoolClient, statement: string): Promise<number | string | null> {
  await client.query("savepoint before");
  try {
    const { rowCount } = await client.query(statement);
    return rowCount;
  } catch (error) {
    return (error as pg.DatabaseError).code ?? "no code";
  } finally {
    await client.query("rollback to savepoint before");
  }
}

describe("an organization that is deleted", () => {
  test("leaves no row in any of these tables, and the leaves of its ledger without what they commit to", async () => {
    const { organizationId } = await plantEverything("Initech");
    const now = new Date();
    const closing = { since: now, by: "per_1", purgeAt: now };
    expect(await withOrg(organizationId, (db) => closeOrganization(db, organizationId, closing))).toBe(true);
    const said = vi.spyOn(process.stderr, "write");
    let turn = await purgeOrganizations(now, Number.MAX_SAFE_INTEGER);
    // What breaks a turn off is told and tried again in the next one.
    for (let more = 0; more < 2 && turn.purged === 0; more += 1)
      turn = await purgeOrganizations(now, Number.MAX_SAFE_INTEGER);
    const faults = said.mock.calls
      .map(([line]) => String(line))
      .filter((line) => line.includes('"level":"error"'));
    said.mockRestore();
    expect(turn, faults.join("")).toEqual({ purged: 1, failed: 0, isMore: false });
    const left: Record<string, number> = {};
    for (const [table, column] of SCOPED) {
      const { rowCount } = await admin.query(`select from ${table} where ${column} = $1`, [organizationId]);
      if (rowCount !== 0) left[table] = rowCount ?? 0;
    }
    const proven = { "ledger.node": 1, "ledger.checkpoint": 1 };
    expect(left).toEqual({ "ledger.log": 1, "ledger.entry": 2, ...proven });
    const counted = await admin.query("select removed from deletion_certificate where organization_id = $1", [
      organizationId,
    ]);
    const removed: Record<string, number> = counted.rows[0].removed;
    expect(Object.keys(removed).toSorted()).toEqual([...TABLES.tenant, "ledger.entry"].toSorted());
    expect(Object.values(removed).every((rows) => rows > 0)).toBe(true);
    const { rowCount } = await admin.query(
      "select from ledger.entry where payload is not null and organization_id = $1",
      [organizationId],
    );
    expect(rowCount).toBe(0);
  });
});
