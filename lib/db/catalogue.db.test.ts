import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../scripts/testing/database";
import { SCOPED, TABLES, tenancyFaults } from "./catalogue.test-kit";

let database: TestDatabase;
let owner: pg.Client;
let app: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  app = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([owner.connect(), app.connect()]);
});

afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await database.drop();
});

/** Everything of ours that holds rows, wherever it is. */
async function relations(kinds: readonly string[]): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind::text = any($1) and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
    [kinds],
  );
  return rows.map(({ name }) => name);
}

const listed = (): string[] => Object.values(TABLES).flat().toSorted();

describe("the catalogue", () => {
  test("puts every table into exactly one class", async () => {
    expect(new Set(listed()).size).toBe(listed().length);
    expect(await relations(["r", "p", "f"])).toEqual(listed());
  });

  test("has no view, through which an owner's rights would leak", async () => {
    expect(await relations(["v", "m"])).toEqual([]);
  });

  test.each(SCOPED)("%s keeps organizations apart", async (table) => {
    expect(await tenancyFaults(owner, table)).toEqual([]);
  });

  test("sees through a table that does not", async () => {
    await owner.query("begin");
    await owner.query(
      `create table public.careless (organization_id uuid, id uuid primary key, registry_id uuid, slug text unique,
         foreign key (organization_id) references organization (id))`,
    );
    await owner.query("create table public.target (organization_id uuid not null, id uuid unique)");
    await owner.query("alter table public.target enable row level security");
    await owner.query(
      "alter table public.careless add foreign key (registry_id) references public.target (id)",
    );
    await owner.query(
      "create policy open on public.careless using (organization_id = current_setting('app.org')::uuid)",
    );
    expect(await relations(["r"])).not.toEqual(listed());
    expect((await tenancyFaults(owner, "public.careless")).sort()).toEqual(
      [
        "has no organization_id NOT NULL",
        "row-level security is not enabled",
        "row-level security is not forced",
        "has no policy that isolates every command both ways",
        "has another policy: open",
        "a foreign key does not carry the organization: careless_registry_id_fkey",
        "a unique index does not begin with the organization: public.careless(id)",
        "a unique index does not begin with the organization: public.careless(slug)",
      ].sort(),
    );
    await owner.query("rollback");
  });
});

describe("the application role", () => {
  test("has no right that gets past row-level security, and is a member of nothing", async () => {
    const { rows } = await app.query(
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
              (select count(*)::int from pg_auth_members where member = r.oid) as memberships,
              (select count(*)::int from pg_class where relowner = r.oid and relpersistence <> 't') as relations,
              (select count(*)::int from pg_proc where proowner = r.oid) as functions,
              (select count(*)::int from pg_namespace where nspowner = r.oid and nspname !~ '^pg_') as schemas
         from pg_roles r where rolname = current_user`,
    );
    expect(rows).toEqual([
      {
        ...{ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false },
        ...{ rolreplication: false, memberships: 0, relations: 0, functions: 0, schemas: 0 },
      },
    ]);
  });

  test("has the rights on each table that it needs and no other", async () => {
    const rights = "SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,MAINTAIN".split(",");
    const found: Record<string, string> = {};
    for (const table of listed()) {
      const { rows } = await owner.query<{ held: string }>(
        `select coalesce(string_agg(r, ' ' order by at), '') as held from unnest($2::text[]) with ordinality as t(r, at)
          where has_table_privilege('chittysync_app', $1, r)`,
        [table, rights],
      );
      found[table] = rows[0]?.held ?? "";
    }
    const everything = "SELECT INSERT UPDATE DELETE";
    const expected = {
      ...Object.fromEntries([...TABLES.tenant, ...TABLES.job].map((table) => [table, everything])),
      ...Object.fromEntries(TABLES.global.map((table) => [table, ""])),
      ...Object.fromEntries(TABLES.ledger.map((table) => [table, "SELECT"])),
      "rows.row_version": "SELECT INSERT",
    };
    expect(found).toEqual(expected);
  });

  test("reaches past it only through these functions, whose search path is fixed", async () => {
    const { rows } = await owner.query<{ name: string; owner: string; fixed: boolean; open: boolean }>(
      `select n.nspname || '.' || p.proname as name, p.proowner::regrole::text as owner,
              coalesce(array_to_string(p.proconfig, ','), '') like 'search_path=pg_catalog%' as fixed,
              has_function_privilege('public', p.oid, 'execute') as open
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.prosecdef and n.nspname !~ '^pg_' order by 1`,
    );
    expect(rows.filter(({ fixed, open }) => !fixed || open)).toEqual([]);
    expect(rows.map(({ name, owner: held }) => `${name} ${held}`)).toEqual([
      "ledger.append chittysync_ledger",
      "ledger.erase_payloads chittysync_ledger",
      "ledger.keep_checkpoint chittysync_ledger",
      "ledger.keep_nodes chittysync_ledger",
      "resolve.account_is_shared chittysync_resolver",
      "resolve.api_key chittysync_resolver",
      "resolve.begin_certificate chittysync_resolver",
      "resolve.came_by chittysync_resolver",
      "resolve.close_session chittysync_resolver",
      "resolve.close_sessions_of chittysync_resolver",
      "resolve.complete_certificate chittysync_resolver",
      "resolve.deletion_certificate chittysync_resolver",
      "resolve.deletion_certificates_of chittysync_resolver",
      "resolve.domains_to_look_at chittysync_resolver",
      "resolve.due_deliveries chittysync_resolver",
      "resolve.due_drift_checks chittysync_resolver",
      "resolve.due_registries chittysync_resolver",
      "resolve.end_sign_ins_by chittysync_resolver",
      "resolve.expired_runs chittysync_resolver",
      "resolve.holder_of_domain chittysync_resolver",
      "resolve.identities_of chittysync_resolver",
      "resolve.identity_claim chittysync_resolver",
      "resolve.identity_provider chittysync_resolver",
      "resolve.invitation chittysync_resolver",
      "resolve.link_identity chittysync_resolver",
      "resolve.members_of chittysync_resolver",
      "resolve.memberships_of chittysync_resolver",
      "resolve.name_person chittysync_resolver",
      "resolve.names_of chittysync_resolver",
      "resolve.note_identity_use chittysync_resolver",
      "resolve.note_removed chittysync_resolver",
      "resolve.note_status chittysync_resolver",
      "resolve.open_session chittysync_resolver",
      "resolve.organizations_of chittysync_resolver",
      "resolve.organizations_to_purge chittysync_resolver",
      "resolve.organizations_to_tell chittysync_resolver",
      "resolve.organizations_with_failures chittysync_resolver",
      "resolve.organizations_with_old_answers chittysync_resolver",
      "resolve.organizations_with_old_attempts chittysync_resolver",
      "resolve.organizations_with_old_deliveries chittysync_resolver",
      "resolve.organizations_with_old_drafts chittysync_resolver",
      "resolve.organizations_with_old_flow chittysync_resolver",
      "resolve.person chittysync_resolver",
      "resolve.person_by_email chittysync_resolver",
      "resolve.person_by_id chittysync_resolver",
      "resolve.person_of_identity chittysync_resolver",
      "resolve.place_identity_claim chittysync_resolver",
      "resolve.place_saml_answer chittysync_resolver",
      "resolve.place_sign_in_flow chittysync_resolver",
      "resolve.place_sign_in_token chittysync_resolver",
      "resolve.provider_budgets chittysync_resolver",
      "resolve.provider_of_domain chittysync_resolver",
      "resolve.published_schema chittysync_resolver",
      "resolve.refused_connections chittysync_resolver",
      "resolve.reserve_calls chittysync_resolver",
      "resolve.see_session chittysync_resolver",
      "resolve.session chittysync_resolver",
      "resolve.sessions_of chittysync_resolver",
      "resolve.sign_in_flow_waits chittysync_resolver",
      "resolve.stall_calls chittysync_resolver",
      "resolve.status_days chittysync_resolver",
      "resolve.stranded_runs chittysync_resolver",
      "resolve.sweep_buckets chittysync_resolver",
      "resolve.sweep_provider_buckets chittysync_resolver",
      "resolve.sweep_saml chittysync_resolver",
      "resolve.sweep_status chittysync_resolver",
      "resolve.take_identity_claim chittysync_resolver",
      "resolve.take_saml_answer chittysync_resolver",
      "resolve.take_sign_in_flow chittysync_resolver",
      "resolve.take_sign_in_token chittysync_resolver",
      "resolve.take_tokens chittysync_resolver",
      "resolve.unlink_identity chittysync_resolver",
      "resolve.verifier_keys chittysync_resolver",
      "resolve.verify_person chittysync_resolver",
      "resolve.work_now chittysync_resolver",
      "rows.purge_versions chittysync_owner",
      "rows.refresh_statistics chittysync_owner",
    ]);
  });

  test("is told of the functions' owners that nobody logs in as them", async () => {
    const { rows } = await owner.query(
      `select rolname, rolcanlogin, rolsuper, rolbypassrls from pg_roles
        where rolname in ('chittysync_ledger', 'chittysync_resolver') order by 1`,
    );
    const powerless = { rolcanlogin: false, rolsuper: false, rolbypassrls: false };
    expect(rows).toEqual([
      { rolname: "chittysync_ledger", ...powerless },
      { rolname: "chittysync_resolver", ...powerless },
    ]);
  });
});
