import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import { ownerColumn, TABLES, UNIQUE_BEYOND } from "./catalogue.test-kit";
import { withOrg } from "./control";
import { type ControlPlane, openControlPlane } from "./control-plane.test-kit";
import { type Full, plantEverything } from "./full-organization.test-kit";
import { withRows } from "./row-store";

let plane: ControlPlane;
let admin: pg.Client;
let known: Full;
const guesser = newUuid();

beforeAll(async () => {
  plane = await openControlPlane();
  admin = new pg.Client({ connectionString: plane.adminUrl });
  await admin.connect();
  known = await plantEverything("Known");
  await withOrg(guesser, (db) => db.organization.create({ data: { id: guesser, name: "Guesser" } }));
});

afterAll(async () => {
  await admin.end();
  await plane.close();
});

/** What a unique key tells by refusing: 23505 says that somebody has the value. */
const TAKEN = "23505";

/** Columns that are known to nobody but who was given their values: a guess has one chance in 2^122 and less. */
const SECRET: Readonly<Record<string, string>> = Object.fromEntries(
  UNIQUE_BEYOND.flatMap((key) => {
    const [table = "", column = ""] = key.split(/[(),]/);
    return /^id$|hash$/.test(column) ? [[table, column]] : [];
  }),
);

test.each(TABLES.tenant)("%s says nothing about another organization's values", async (table) => {
  const column = ownerColumn(table);
  const { rows } = await admin.query<{ line: Record<string, unknown> }>(
    `select to_jsonb(t) as line from ${table} t where ${column} = $1`,
    [known.organizationId],
  );
  expect(rows.length).toBeGreaterThan(0);
  const { rows: columns } = await admin.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  for (const { line } of rows) {
    const secret = SECRET[table];
    const guess = { ...line, [column]: guesser, ...(secret && { [secret]: newUuid() }) };
    // The organization's own id is all that it can be named by, and it is not free.
    const own = table === "public.organization" ? { ...line } : guess;
    const code = await refusalOf(
      `insert into ${table} (${names}) select ${names} from jsonb_populate_record(null::${table}, $1)`,
      own,
    );
    expect(code, `${table} tells that the value is taken`).not.toBe(TAKEN);
  }
});

test("a key that says it would be seen", async () => {
  await admin.query("create unique index telling on public.option_set (name)");
  const { rows } = await admin.query<{ line: object }>("select to_jsonb(t) as line from public.option_set t");
  const text =
    "insert into public.option_set select * from jsonb_populate_record(null::public.option_set, $1)";
  expect(await refusalOf(text, { ...rows[0]?.line, organization_id: guesser })).toBe(TAKEN);
});

/** The SQLSTATE with which the guesser is refused; null where he is not. */
const refusalOf = (text: string, line: object): Promise<string | null> =>
  withRows(guesser, async (client) => {
    await client.query("savepoint before");
    try {
      await client.query(text, [line]);
      return null;
    } catch (error) {
      return (error as pg.DatabaseError).code ?? "no code";
    } finally {
      await client.query("rollback to savepoint before");
    }
  });
