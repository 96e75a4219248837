import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Field } from "@/lib/engine/field";
import { AppError } from "@/lib/errors";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import type { Connector, OpenSocket, OutStream, Page, SideConnector, WriteOperation } from "../connector";
import { openPostgres } from "./connector";
import { localSocket } from "./contract-place.test-kit";

const LATER = Number.MAX_SAFE_INTEGER;

let database: TestDatabase;
let person: pg.Client;
let connector: Connector;
/** Streams of the connector, so that a test can cut them. */
const streams: OutStream[] = [];

beforeAll(async () => {
  database = await testDatabase();
  person = new pg.Client(database.adminUrl);
  await person.connect();
  const openSocket: OpenSocket = async (target) => {
    const stream = await localSocket()(target);
    streams.push(stream);
    return stream;
  };
  connector = openPostgres({ url: database.adminUrl }, { openSocket });
});

afterAll(async () => {
  await connector.close();
  await person.end();
  await database.drop();
});

beforeEach(async () => {
  await person.query("drop schema if exists s cascade; create schema s; set search_path = s");
});

type Mapping = Readonly<Record<string, readonly [attnum: number, type: Field["type"]]>>;

function sideOf(
  table: string,
  mapping: Mapping,
  key: readonly string[] = ["code"],
  by = connector,
): SideConnector {
  const mapped = Object.entries(mapping).map(([id, [attnum, type]]) => {
    return { field: { id, name: id, type }, sideField: String(attnum), writable: true };
  });
  return by.side({ address: { schema: "s", table }, mapped, key });
}

const create = (code: string, cells: Record<string, string | null> = {}): WriteOperation => {
  return { op: "create", id: code, cells: { code, ...cells } };
};

const outcomes = async (
  side: SideConnector,
  operations: readonly WriteOperation[],
): Promise<readonly string[]> => {
  const report = await side.write(operations, LATER);
  expect(report.stopped).toBeNull();
  return report.written.map((each) => (each.outcome === "refused" ? `refused ${each.reason}` : each.outcome));
};

describe("a row that the database refuses", () => {
  it("does not take the others with it", async () => {
    await person.query(`
      create table parents (code text primary key);
      create table rows (code text primary key, mail text unique, parent text references parents
        deferrable initially deferred, size int check (size < 100));
      insert into rows values ('taken', 'taken@x', null, 1)`);
    const side = sideOf("rows", {
      code: [1, "text"],
      mail: [2, "text"],
      parent: [3, "text"],
      size: [4, "integer"],
    });
    const operations = Array.from({ length: 200 }, (_, at) => create(`r${at}`, { mail: `${at}@x` }));
    operations[17] = create("r17", { mail: "taken@x" });
    operations[50] = create("r50", { mail: "51@x" });
    operations[90] = create("r90", { mail: null, parent: "nobody" });
    operations[150] = create("r150", { mail: null, size: "100" });
    const found = await outcomes(side, operations);
    const refused = found.flatMap((each, at) => (each === "done" ? [] : [`${at} ${each}`]));
    expect(refused).toEqual([
      "17 refused duplicate",
      "51 refused duplicate",
      "90 refused reference",
      "150 refused check",
    ]);
    const { rows } = await person.query("select count(*)::int n from rows");
    expect(rows[0].n).toBe(197);
  });

  it("is named when a trigger drops it silently, and believed when a trigger changes it", async () => {
    await person.query(`
      create table rows (code text primary key, name text);
      create function veto() returns trigger language plpgsql as $$ begin
        if new.code = 'no' then return null; end if; new.name := upper(new.name); return new; end $$;
      create trigger veto before insert or update on rows for each row execute function veto()`);
    const side = sideOf("rows", { code: [1, "text"], name: [2, "text"] });
    const report = await side.write([create("no", { name: "a" }), create("yes", { name: "a" })], LATER);
    expect(report.written).toMatchObject([
      { outcome: "refused", reason: "vetoed" },
      { outcome: "done", record: { cells: { code: "yes", name: "A" } } },
    ]);
  });

  it("says nothing of its values", async () => {
    await person.query(
      "create table rows (code text primary key, mail text unique); insert into rows values ('a', 'secret@x')",
    );
    const side = sideOf("rows", { code: [1, "text"], mail: [2, "text"] });
    const report = await side.write([create("b", { mail: "secret@x" })], LATER);
    expect(JSON.stringify(report)).not.toContain("secret@x");
  });
});

describe("a write", () => {
  it("waits for no one else's lock for long, and then has written nothing", async () => {
    await person.query(
      "create table rows (code text primary key, name text); insert into rows values ('a', 'A')",
    );
    const side = sideOf("rows", { code: [1, "text"], name: [2, "text"] });
    await person.query("begin; update s.rows set name = 'held' where code = 'a'");
    const report = await side.write(
      [create("b"), { op: "update", id: "u", locator: '["a"]', cells: { name: "B" }, expect: { name: "A" } }],
      LATER,
    );
    expect(report).toMatchObject({ written: [], stopped: { kind: "upstream-unavailable" } });
    await person.query("commit");
    const { rows } = await person.query("select code, name from rows");
    expect(rows).toEqual([{ code: "a", name: "held" }]);
  });

  it("is unknown when the connection breaks off at the commit", async () => {
    await person.query("create table rows (code text primary key); insert into rows values ('old')");
    const cutting: OpenSocket = async (target) => {
      const stream = await localSocket()(target);
      const write = stream.write.bind(stream) as (...all: unknown[]) => boolean;
      stream.write = ((chunk: Buffer, ...rest: unknown[]) => {
        if (!String(chunk).endsWith("commit\0")) return write(chunk, ...rest);
        write(chunk, () => stream.destroy());
        return true;
      }) as typeof stream.write;
      return stream;
    };
    const cut = openPostgres({ url: database.adminUrl }, { openSocket: cutting });
    const side = sideOf("rows", { code: [1, "text"] }, ["code"], cut);
    const report = await side.write([create("old"), create("new")], LATER);
    expect(report.written.map((each) => each.outcome)).toEqual(["done", "unknown"]);
    expect(report.stopped).toBeInstanceOf(AppError);
    await cut.close();
    expect(await outcomes(sideOf("rows", { code: [1, "text"] }), [create("new")])).toEqual(["done"]);
    const { rows } = await person.query("select count(*)::int n from rows where code = 'new'");
    expect(rows[0].n).toBe(1);
  });

  it("comes back after the server dropped the connection", async () => {
    await person.query("create table rows (code text primary key)");
    const side = sideOf("rows", { code: [1, "text"] });
    expect(await outcomes(side, [create("a")])).toEqual(["done"]);
    for (const stream of streams.splice(0)) stream.destroy();
    expect(await outcomes(side, [create("b")])).toEqual(["done"]);
  });

  it("moves a row whose key it changes", async () => {
    await person.query(
      "create table rows (code text primary key, name text); insert into rows values ('a', 'A')",
    );
    const side = sideOf("rows", { code: [1, "text"], name: [2, "text"] });
    const operations: WriteOperation[] = [
      { op: "update", id: "1", locator: '["a"]', cells: { code: "b" }, expect: { code: "a" } },
      create("a", { name: "new" }),
      { op: "update", id: "2", locator: '["b"]', cells: { name: "B" }, expect: { name: "A" } },
    ];
    const report = await side.write(operations, LATER);
    expect(report.written.slice(0, 2)).toMatchObject([
      { outcome: "done", record: { locator: '["b"]' } },
      { outcome: "done", record: { locator: '["a"]' } },
    ]);
    const { rows } = await person.query("select code, name from rows order by 1");
    expect(rows.map((each) => each.code)).toEqual(["a", "b"]);
  });

  it("works on names that look like SQL", async () => {
    const names = [
      '"; drop table rows; --',
      "$1",
      "%s",
      "select",
      "a'b",
      "\u202Ename",
      "x".repeat(63),
      "__proto__",
      "t",
    ];
    for (const [at, name] of names.entries()) {
      const id = pg.escapeIdentifier;
      await person.query(
        `create table ${id(`${at}${name}`.slice(0, 63))} (${id(name)} text primary key, ${id(`${at}n`)} text)`,
      );
      const side = sideOf(`${at}${name}`.slice(0, 63), { code: [1, "text"], name: [2, "text"] });
      expect(await outcomes(side, [create("a", { name: "A" })]), name).toEqual(["done"]);
      expect((await side.read(null)).records[0]?.cells).toEqual({ code: "a", name: "A" });
      const update: WriteOperation = {
        op: "update",
        id: "u",
        locator: '["a"]',
        cells: { name: "B" },
        expect: { name: "A" },
      };
      expect(
        await outcomes(side, [update, { op: "delete", id: "d", locator: '["a"]', expect: { name: "B" } }]),
      ).toEqual(["done", "done"]);
    }
  });
});

describe("the shape", () => {
  it("tells types, keys, options, references and what cannot be written", async () => {
    await person.query(`
      create type mood as enum ('b', 'a');
      create table targets (id int primary key);
      create table rows (
        id int generated always as identity primary key,
        code varchar(5) not null unique,
        state mood,
        target int references targets,
        price numeric(6,2),
        twice numeric generated always as (price * 2) stored,
        span interval,
        maybe text unique);`);
    const side = sideOf("rows", { code: [2, "text"] });
    const { fields, problems, rowCount } = await side.shape();
    expect(problems).toEqual([]);
    expect(rowCount).toBe(0);
    expect(fields.map((each) => [each.name, each.type, each.native, each.writable, each.keyPart])).toEqual([
      ["id", "integer", "integer", false, true],
      ["code", "text", "character varying(5)", true, true],
      ["state", "select", "s.mood", true, false],
      ["target", "relation", "integer", true, false],
      ["price", "number", "numeric(6,2)", true, false],
      ["twice", "number", "numeric", false, false],
      ["span", "text", "interval", true, false],
      ["maybe", "text", "text", true, false],
    ]);
    expect(fields[2]?.options).toEqual(["b", "a"]);
    expect(fields[3]?.relatesTo).toEqual({ schema: "s", table: "targets" });
  });

  it.each([
    ["create table rows (code text)", "no-key"],
    ["create table rows (code text unique)", "no-key"],
    ["create table rows (code text not null); create unique index on rows (code) where code <> ''", "no-key"],
    ["create table rows (code text not null); create unique index on rows (lower(code))", "no-key"],
    ["create table rows (code text not null unique deferrable)", "no-key"],
    ["create table rows (code text, id int primary key)", "key-not-unique"],
    ["create table rows (code text, id int, primary key (code, id))", "key-not-unique"],
    ["create view rows as select unnest(array['a', 'a']) code", "key-not-unique"],
    ["create table rows (code text primary key); create table more () inherits (rows)", "inheritance"],
  ])("warns: %s", async (sql, problem) => {
    await person.query(sql);
    const side = sideOf("rows", { code: [1, "text"] });
    expect((await side.shape()).problems.map((each) => each.code)).toEqual([problem]);
    if (problem !== "inheritance")
      await expect(side.read(null)).rejects.toMatchObject({ kind: "connection-broken" });
  });

  it("never reads what row-level security hides as gone", async () => {
    await person.query(`
      create table rows (code text primary key); insert into rows values ('seen'), ('hidden');
      alter table rows enable row level security;
      create policy visible on rows using (code = 'seen');
      drop role if exists s_reader; create role s_reader login password 'reader';
      grant usage on schema s to s_reader; grant select, insert, update, delete on rows to s_reader`);
    const url = new URL(database.adminUrl);
    url.username = "s_reader";
    url.password = "reader";
    const reader = openPostgres({ url: url.href }, { openSocket: localSocket() });
    try {
      const side = sideOf("rows", { code: [1, "text"] }, ["code"], reader);
      expect((await side.shape()).problems.map((each) => each.code)).toEqual(["row-security"]);
      await expect(side.read(null)).rejects.toMatchObject({ kind: "connection-broken" });
      await expect(side.find(['["hidden"]'])).rejects.toMatchObject({ kind: "connection-broken" });
    } finally {
      await reader.close();
      await person.query("drop owned by s_reader; drop role s_reader");
    }
  });
});

describe("the connection", () => {
  it("is checked step by step", async () => {
    const check = async (change: (url: URL) => void) => {
      const url = new URL(database.adminUrl);
      change(url);
      const each = openPostgres({ url: url.href }, { openSocket: localSocket() });
      const steps = await each.check();
      await each.close();
      return steps;
    };
    await person.query("create table rows (code text primary key)");
    expect((await check(() => {})).map((step) => step.ok)).toEqual([true, true, true, true, true]);
    const wrong = await check((url) => {
      url.password = "wrong-secret";
    });
    expect(wrong.map((step) => step.ok)).toEqual([true, true, false, null, null]);
    expect(JSON.stringify(wrong)).not.toContain("wrong-secret");
    const missing = await check((url) => {
      url.pathname = "/no_such_database";
    });
    expect(missing.map((step) => step.ok)).toEqual([true, true, false, null, null]);
    const tls = await check((url) => {
      url.search = "?sslmode=verify-full";
    });
    expect(tls.map((step) => step.ok)).toEqual([true, false, null, null, null]);
    const gone = await check((url) => {
      url.port = "1";
    });
    expect(gone.map((step) => step.ok)).toEqual([false, null, null, null, null]);
  });

  it("lists tables and views, not what belongs to the system", async () => {
    await person.query(
      "create table alpha (a int); create view beta as select 1; create table other (a int)",
    );
    const all = await connector.locations("s.");
    expect(all.filter((each) => each.address.schema === "s").map((each) => each.title)).toEqual([
      "s.alpha",
      "s.beta",
      "s.other",
    ]);
    expect((await connector.locations("S.BET")).map((each) => each.address)).toEqual([
      { schema: "s", table: "beta" },
    ]);
    expect(await connector.locations("pg_class")).toEqual([]);
  });

  it("goes through rows of any width within the stream's budget", { timeout: 120_000 }, async () => {
    await person.query(`create table rows (code text primary key, body text);
      insert into rows select lpad(n::text, 5, '0'), 'narrow' from generate_series(1, 2000) n;
      insert into rows select lpad(n::text, 5, '0'), repeat('x', 200000) from generate_series(2001, 2500) n`);
    const side = sideOf("rows", { code: [1, "text"], body: [2, "text"] });
    const sizes: number[] = [];
    for (let cursor: string | null = null, more = true; more; ) {
      const page: Page = await side.read(cursor);
      sizes.push(page.records.length);
      cursor = page.next;
      more = cursor !== null;
      if (!more) expect(page.census).toEqual({ complete: true, total: 2_500 });
    }
    expect(sizes.length).toBeGreaterThan(2);
    const wide = Array.from({ length: 500 }, (_, at) => `["${String(2_001 + at).padStart(5, "0")}"]`);
    const { found } = await side.find(wide);
    expect(found.every((each) => each.state === "present")).toBe(true);
    const touches = wide.map((locator, at): WriteOperation => {
      return { op: "update", id: locator, locator, cells: { code: `x${at}` }, expect: {} };
    });
    for (let left = touches; left.length > 0; ) {
      const { written } = await side.write(left, LATER);
      expect(written.length).toBeGreaterThan(0);
      expect(written.every((each) => each.outcome === "done")).toBe(true);
      left = left.slice(written.length);
    }
  });
});
