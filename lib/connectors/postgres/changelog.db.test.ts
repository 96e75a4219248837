import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import {
  type ChangesPlace,
  changesPlace,
  changesSince,
  Follower,
  install,
  readAll,
  settled,
  truth,
} from "./changes-place.test-kit";

let database: TestDatabase;
let place: ChangesPlace;
let follower: Follower;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(async () => {
  await database.drop();
});

beforeEach(async () => {
  place = await changesPlace(database, true);
  await sql("insert into places select 'r' || n, 'Name ' || n, n from generate_series(1, 100) n");
  follower = new Follower(place.side);
  await follower.readWhole();
});

afterEach(async () => {
  await place.dispose();
});

const sql = (text: string, values: unknown[] = []) => place.person.query(text, values);
const kindOf = async () => JSON.parse((await readAll(place.side)).mark ?? "null")?.kind;
const endOf = async () => (await changesSince(place.side, follower.mark)).end.kind;

const followed = async () => {
  const told = await follower.follow();
  expect(follower.content).toEqual(await truth(place.side));
  return told;
};

describe("what changes rows by other ways than plain statements", () => {
  it.each([
    [
      "in a session that plays a replica",
      "set session_replication_role = replica; delete from places where code = 'r1'; set session_replication_role = origin",
    ],
    [
      "by MERGE",
      "merge into places p using (values ('r1'), ('new')) v(code) on p.code = v.code when matched then delete when not matched then insert values (v.code, 'm', 1)",
    ],
    [
      "by an upsert",
      "insert into places values ('r1', 'up', 1), ('new', 'up', 1) on conflict (code) do update set name = excluded.name",
    ],
    [
      "by a statement within a statement",
      "with gone as (delete from places where size < 5 returning *) update places set name = 'x' where size = 50",
    ],
    [
      "by a procedure",
      "do $$ begin for n in 1..5 loop update places set name = 'n' || n where size = n; begin delete from places where size = 90 + n; perform 1 / (n - 3); exception when division_by_zero then null; end; end loop; end $$",
    ],
  ])("is told: %s", async (_, text) => {
    await sql(text);
    const told = await followed();
    expect(told.end.kind).toBe("known");
    expect(told.records.length + told.gone.length).toBeGreaterThan(0);
    expect(follower.reads).toBe(1);
  });

  it("is told: by COPY, also of frozen rows", async () => {
    await sql(`create temp table source as select 'c' || n as code, 'C' as name, n as size, null::text as memo
      from generate_series(1, 20) n`);
    const { rows } = await sql("select current_setting('data_directory') as path");
    const file = `${rows[0].path}/copy-${place.schema.slice(2)}`;
    await sql(`copy source to '${file}'`);
    await sql(`copy places from '${file}'`);
    expect((await followed()).records.length).toBe(20);
  });

  it("is told: by foreign keys that cascade", async () => {
    await sql(`create table parents (id text primary key); insert into parents values ('p'), ('q');
      create table children (code text primary key, parent text references parents on delete cascade on update cascade);
      insert into children select 'c' || n, case when n % 2 = 0 then 'p' else 'q' end from generate_series(1, 10) n`);
    await install(place.person, place.schema, "children", ["code"]);
    const side = place.sideOf({ code: [1, "text"], parent: [2, "text"] }, ["code"], "children");
    const children = new Follower(side);
    await children.readWhole();
    await sql("delete from parents where id = 'p'; update parents set id = 'r' where id = 'q'");
    const told = await children.follow();
    expect([told.gone.length, told.records.length]).toEqual([5, 5]);
    expect(children.content).toEqual(await truth(side));
  });
});

describe("a mark is lost", () => {
  const ways: readonly (readonly [string, string])[] = [
    [
      "a trigger was off for a moment",
      "begin; alter table places disable trigger chittysync_update; update places set name = 'x' where code = 'r1'; alter table places enable always trigger chittysync_update; commit",
    ],
    [
      "all triggers were off for a moment",
      "alter table places disable trigger all; delete from places where code = 'r1'; alter table places enable trigger all",
    ],
    [
      "a trigger is missing",
      "drop trigger chittysync_delete on places; delete from places where code = 'r1'",
    ],
    ["a trigger does not fire always", "alter table places enable trigger chittysync_insert"],
    [
      "the function was replaced",
      "do $do$ declare f text; begin select oid::regproc into f from pg_proc where proname like 'changes_%'; execute format('create or replace function %s() returns trigger language plpgsql as $$ begin return null; end $$', f); end $do$; delete from places where code = 'r1'",
    ],
    ["the table was truncated", "truncate places"],
    [
      "the table was made again",
      "alter table places rename to old; create table places (like old including all); insert into places select * from old where size > 5",
    ],
    ["a column was added", "alter table places add column more text default 'm'"],
    [
      "a column changed its type there and back",
      "alter table places alter column size type text using (size / 2)::text; alter table places alter column size type int using size::int",
    ],
    ["a column was renamed", "alter table places rename column memo to notes"],
    [
      "the table was a partition for a moment",
      "create table parent (like places) partition by list (code); alter table parent attach partition places default; delete from parent where code = 'r1'; alter table parent detach partition places",
    ],
    [
      "the table had a parent for a moment",
      "create table parent (like places); alter table places inherit parent; delete from parent where code = 'r1'; alter table places no inherit parent",
    ],
    ["the log was emptied", "truncate chittysync.log"],
    [
      "the log was made again",
      'drop table chittysync.log cascade; create table chittysync.log (rel oid, xid xid8, id bigint, at timestamptz, op "char", key text[]); grant select on chittysync.log to chittysync_app',
    ],
    ["lines were removed", "update places set name = 'x' where code = 'r1'; delete from chittysync.log"],
    [
      "lines were removed in a replica's session",
      "set session_replication_role = replica; update places set name = 'x' where code = 'r1'; delete from chittysync.log where op = 'u'; set session_replication_role = origin",
    ],
    [
      "lines were removed while their trigger was off",
      "update places set name = 'x' where code = 'r1'; alter table chittysync.log disable trigger all; delete from chittysync.log where op = 'u'; alter table chittysync.log enable always trigger chittysync_pruned",
    ],
    ["the right to read the log was taken", "revoke select on chittysync.log from chittysync_app"],
    ["the right to use the schema was taken", "revoke usage on schema chittysync from chittysync_app"],
    [
      "the log hides lines",
      "alter table chittysync.log enable row level security; update places set name = 'x'",
    ],
    ["the log is gone", "drop schema chittysync cascade"],
    ["rows do not survive a crash any more", "alter table places set unlogged"],
  ];

  it.each(ways)("where %s", async (_, text) => {
    await sql(text);
    const told = await changesSince(place.side, follower.mark);
    expect(told).toMatchObject({ records: [], gone: [], end: { kind: "lost" } });
    await followed();
    await sql("insert into places (code) values ('after')");
    await followed();
    expect(follower.known.has('["after"]')).toBe(true);
  });

  it("where a key column was renamed, and the customer's statements go on", async () => {
    await sql("alter table places rename column code to id");
    await sql("insert into places (id) values ('after')");
    expect(await endOf()).toBe("lost");
    expect(await kindOf()).toBe("scan");
  });

  it("where a label of an enum was renamed", async () => {
    await sql(
      "create type mood as enum ('sad', 'glad'); create table moods (code text primary key, mood mood); insert into moods values ('a', 'sad')",
    );
    await install(place.person, place.schema, "moods", ["code"]);
    const side = place.sideOf({ code: [1, "text"], mood: [2, "select"] }, ["code"], "moods");
    const moods = new Follower(side);
    await moods.readWhole();
    expect(JSON.parse(moods.mark).kind).toBe("log");
    await sql("alter type mood rename value 'sad' to 'low'");
    expect((await moods.follow()).end.kind).toBe("lost");
    expect(moods.content).toEqual(await truth(side));
  });

  it("where the log was emptied before it had any line that the mark could remember", async () => {
    await sql("truncate chittysync.log");
    await follower.readWhole();
    await sql("update places set name = 'x'; truncate chittysync.log");
    expect(await endOf()).toBe("lost");
  });

  it("where a line that it saw is missing: the server was set back", async () => {
    await sql("update places set name = 'x' where code = 'r1'");
    await followed();
    // What a restored image shows: the line is not there, and nothing else tells of it.
    const state = await sql("select pruned::text from chittysync.origin");
    await sql(
      "delete from chittysync.log where xid = (select max(xid::text::bigint)::text::xid8 from chittysync.log)",
    );
    await sql("update chittysync.origin set pruned = $1::xid8", [state.rows[0].pruned]);
    const told = await changesSince(place.side, follower.mark);
    expect(told.end).toEqual({ kind: "lost", reason: "The database was restored." });
  });

  it("where a line appears that it should have seen: numbers of transactions were given out again", async () => {
    await sql("select pg_current_xact_id()");
    await follower.readWhole();
    await sql(`insert into chittysync.log (rel, xid, op, key)
      select rel, (xid::text::bigint + 1)::text::xid8, 'u', array['r1'] from chittysync.log order by xid desc limit 1`);
    expect((await changesSince(place.side, follower.mark)).end.kind).toBe("lost");
  });

  it("where lines come from a server that was further", async () => {
    await sql(
      `insert into chittysync.log (rel, xid, op, key) values ('places'::regclass, '99999999999', 'u', array['r1'])`,
    );
    expect(await endOf()).toBe("lost");
    expect(await kindOf()).toBe("scan");
  });
});

describe("what is harmless", () => {
  it.each([
    ["vacuum analyze places"],
    ["analyze"],
    ["create index on places (name)"],
    ["reindex table places"],
    ["select count(*) from places where name > 'a'"],
    ["comment on table places is 'x'"],
  ])("loses no mark: %s", async (text) => {
    await sql(text);
    expect(await endOf()).toBe("known");
  });

  it("a mark outlives the removal of lines that it saw", async () => {
    await sql("update places set name = 'x'; update places set name = 'y'; update places set name = 'z'");
    await settled(place.person);
    await followed();
    await sql(`delete from chittysync.log where (xid, id) < (select xid, id from chittysync.log
      order by xid desc, id desc offset 63 limit 1)`);
    expect(await endOf()).toBe("known");
  });
});
