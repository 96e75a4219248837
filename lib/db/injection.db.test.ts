import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ControlPlane, openControlPlane } from "./control-plane.test-kit";
import { type Full, plantEverything } from "./full-organization.test-kit";
import { withRows } from "./row-store";

/**
 * What an injection could do, if there were one: a function as careless as can be, within one organization's
 * transaction and as the application's role. What it can still reach is said in SECURITY.md.
 */
let plane: ControlPlane;
let ours: Full;
let theirs: Full;

const CANARY = "Theirs";

beforeAll(async () => {
  plane = await openControlPlane();
  ours = await plantEverything("Ours");
  theirs = await plantEverything(CANARY);
});

afterAll(() => plane.close());

/** Whatever the caller sends becomes SQL, several statements of it if he likes; answers all rows as text. */
async function careless(sought: string): Promise<string> {
  return withRows(ours.organizationId, async (client) => {
    const results = await client.query(`select name from public.registry where name = '${sought}'`);
    return JSON.stringify([results].flat().map(({ rows }) => rows));
  }).catch((error: { code?: string }) => `refused: ${error.code}`);
}

test("it really is an injection", async () => {
  expect(await careless("Ours")).toContain("Ours");
  expect(await careless("' or true --")).toContain("Ours");
  expect(await careless("'; select 40 + 2 as answer --")).toContain("42");
});

/** Statements after the careless one, each meant to see or take what is not its organization's. */
const ATTACKS: readonly string[] = [
  "select * from public.registry",
  "select * from public.organization",
  "select * from rows.base",
  "select * from ledger.entry",
  "table public.person",
  "table public.session",
  "table public.sign_in_token",
  "set role chittysync_owner; select * from public.registry",
  "set role chittysync_resolver; select * from public.organization",
  "set session authorization postgres; select * from public.registry",
  "reset role; select * from public.registry",
  "reset app.org; select * from public.registry",
  "set local row_security = off; select * from public.registry",
  "set session_replication_role = replica; select * from public.registry",
  "alter role chittysync_app bypassrls; select * from public.registry",
  "alter table public.registry disable row level security; select * from public.registry",
  "create policy mine on public.registry using (true); select * from public.registry",
  "create function public.leak() returns setof public.registry language sql security definer as 'table public.registry'; select * from public.leak()",
  "create view public.leak as table public.registry; table public.leak",
  "copy public.registry to stdout",
  "copy public.registry to '/tmp/leak'",
  "copy public.registry to program 'cat'",
  "create temp table leak (line text); copy leak from program 'id'; table leak",
  "select pg_read_file('PG_VERSION')",
  "select pg_read_binary_file('global/pg_control')",
  "select pg_ls_dir('base')",
  "select lo_import('PG_VERSION')",
  "select lo_export(lo_from_bytea(0, 'x'), '/tmp/leak')",
  "create extension dblink; select * from dblink('dbname=postgres', 'table public.registry') as t(a text)",
  "create extension postgres_fdw",
  "create extension adminpack",
  "load 'dblink'",
  "do language plpython3u $$ pass $$",
  "select query from pg_stat_activity where query <> ''",
  "select * from pg_stats where schemaname in ('public', 'rows')",
  "select * from pg_statistic",
  "select * from pg_authid",
  "select query_to_xml('select * from public.registry', true, false, '')",
  "select database_to_xml(true, false, '')",
  "truncate rows.base; select * from public.registry",
  "insert into public.registry select * from public.registry returning *",
  "select * from public.registry where public.registry.name::int = 1",
  "explain (analyze, verbose) select * from public.registry",
  "declare c cursor with hold for select * from public.registry; fetch all c",
];

describe("an injection within one organization's transaction", () => {
  test.each(ATTACKS)("does not show another organization's row: %s", async (attack) => {
    const shown = await careless(`'; ${attack} --`);
    expect(shown).not.toContain(CANARY);
    expect(shown).not.toContain(theirs.organizationId);
    expect(shown).not.toContain(theirs.registryId);
  });

  test("changes nothing of another organization's either", async () => {
    const before = await withRows(theirs.organizationId, (client) => client.query("table public.registry"));
    for (const attack of [
      "update public.registry set name = 'taken over'",
      `delete from public.registry where id = '${theirs.registryId}'`,
      `update public.registry set organization_id = '${theirs.organizationId}'`,
    ])
      await careless(`'; ${attack}; select 1 / 0 --`);
    await careless(`'; delete from rows.base where registry_id = '${theirs.registryId}' --`);
    const after = await withRows(theirs.organizationId, (client) => client.query("table public.registry"));
    expect(after.rows).toEqual(before.rows);
  });

  // Postgres lets whoever may run SQL change a setting: who knows another organization's uuid is that organization.
  test("is what the organization is, so its setting is what an injection would change", async () => {
    const shown = await careless(
      `'; select set_config('app.org', '${theirs.organizationId}', true); select name from public.registry --`,
    );
    expect(shown).toContain(CANARY);
  });

  test("learns from the settings alone no other organization's uuid", async () => {
    const shown = await careless("'; select * from pg_settings where name like 'app%'; show all --");
    expect(shown).not.toContain(theirs.organizationId);
  });
});
