import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import type { OpenSocket } from "../connector";
import { type NewPlaces, newPlaceLaws } from "../contract-new-places.test-kit";
import type { NewPlace } from "../new-place";
import { openPostgres } from "./connector";
import { localSocket } from "./contract-place.test-kit";
import { NATIVE_FORMS } from "./native-forms";

let database: TestDatabase;
let person: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  person = new pg.Client(database.adminUrl);
  await person.connect();
});
afterAll(async () => {
  await person.end();
  await database.drop();
});

const id = pg.escapeIdentifier;

/** A schema with a name that needs quotes, and a connection that can lose the answer of the next commit. */
async function customer(): Promise<NewPlaces> {
  const schema = `Büro "${randomBytes(4).toString("hex")}"`;
  await person.query(`create schema ${id(schema)}`);
  await person.query(`create table ${id(schema)}.targets (code text primary key)`);
  await person.query(`insert into ${id(schema)}.targets values ('t1')`);
  let losing = false;
  const openSocket: OpenSocket = async (target) => {
    const stream = await localSocket()(target);
    const { write, push } = stream;
    let committing = false;
    stream.write = ((chunk: Buffer, ...rest: unknown[]) => {
      if (losing && String(chunk).endsWith("commit\0")) [committing, losing] = [true, false];
      return (write as (...all: unknown[]) => boolean).call(stream, chunk, ...rest);
    }) as typeof stream.write;
    // The server has answered, so it is done.
    stream.push = (chunk) => {
      if (!committing) return push.call(stream, chunk);
      stream.destroy();
      return false;
    };
    return stream;
  };
  const connector = openPostgres({ url: database.adminUrl }, { openSocket });
  return {
    connector,
    parent: { schema },
    target: { address: { schema, table: "targets" }, reference: "t1" },
    lose: () => {
      losing = true;
    },
    lost: () => !losing,
    makeByHand: async (title) => {
      await person.query(`create table ${id(schema)}.${id(title)} ("Theirs" text primary key)`);
    },
    count: async (title) => {
      const { rows } = await person.query("select from pg_tables where schemaname = $1 and tablename = $2", [
        schema,
        title,
      ]);
      return rows.length;
    },
    dispose: async () => {
      await connector.close();
      await person.query(`drop schema ${id(schema)} cascade`);
    },
  };
}

newPlaceLaws("postgres", {
  forms: NATIVE_FORMS,
  nativeOf: (form) => form,
  refusesTwins: true,
  tellsOptions: () => false,
  make: customer,
});

const register = (schema: string, more: Partial<NewPlace> = {}): NewPlace => ({
  parent: { schema },
  title: "register",
  fields: [{ name: "no", type: "text", options: [], native: null, relatesTo: null }],
  key: ["no"],
  mark: "0a".repeat(32),
  ...more,
});

const relation = (relatesTo: Record<string, string>): Partial<NewPlace> => ({
  fields: [
    { name: "no", type: "text", options: [], native: null, relatesTo: null },
    { name: "of", type: "relation", options: [], native: null, relatesTo },
  ],
});

/** A connection as a role that may use the schema `limited` and make nothing in it. */
async function limited() {
  const role = `limited_${randomBytes(4).toString("hex")}`;
  await person.query(`
    create schema if not exists limited;
    create table if not exists limited.theirs (code varchar(20) primary key);
    create table if not exists limited.pairs (a int, b int, primary key (a, b));
    create role ${role} login password 'secret';
    grant usage on schema limited to ${role};`);
  const url = new URL(database.adminUrl);
  [url.username, url.password] = [role, "secret"];
  const connector = openPostgres({ url: url.href }, { openSocket: localSocket() });
  const grant = (right: string) => person.query(`grant ${right} to ${role}`);
  const dispose = async () => {
    await connector.close();
    await person.query(`drop owned by ${role}; drop role ${role}`);
  };
  return { role, connector, grant, dispose };
}

it("says which right is missing, and what to run", async () => {
  const { role, connector, grant, dispose } = await limited();
  const [schema] = (await connector.places?.parents("limited")) ?? [];
  expect(schema).toMatchObject({ address: { schema: "limited" }, mayEdit: false });
  await expect(connector.places?.create(register("limited"))).rejects.toMatchObject({
    kind: "connection-broken",
    remedy: `As the schema's owner run: grant usage, create on schema "limited" to "${role}";`,
  });
  await grant("create on schema limited");
  const wish = register("limited", relation({ schema: "limited", table: "theirs" }));
  await expect(connector.places?.create(wish)).rejects.toMatchObject({
    kind: "connection-broken",
    remedy: `As the table's owner run: grant references on table "limited"."theirs" to "${role}";`,
  });
  await grant("references, select on limited.theirs");
  const made = await connector.places?.create(wish);
  const side = connector.side({ address: made?.location.address ?? {}, mapped: [], key: [] });
  expect((await side.shape()).fields).toMatchObject([
    { name: "no", keyPart: true, type: "text" },
    { name: "of", type: "relation", native: "character varying(20)", relatesTo: { table: "theirs" } },
  ]);
  const more = [{ name: "x", type: "text" as const, options: [], native: null, relatesTo: null }];
  await expect(
    connector.places?.addFields({ schema: "limited", table: "theirs" }, more),
  ).rejects.toMatchObject({
    kind: "connection-broken",
    message: expect.stringContaining("owner"),
    remedy: expect.stringMatching(
      /^As \w+ run: alter table "limited"\."theirs" add column "\w+" \w+; then do this again\.$/,
    ),
  });
  await dispose();
});

it.each([
  ["a schema that is not there", register("nowhere"), "/parent"],
  ["a name that PostgreSQL would cut", register("public", { title: "ä".repeat(32) }), "/title"],
  [
    "a relation to nothing",
    register("public", relation({ schema: "public", table: "none" })),
    "/fields/1/relatesTo",
  ],
  [
    "a relation to a key of two",
    register("public", relation({ schema: "limited", table: "pairs" })),
    "/fields/1/relatesTo",
  ],
])("names what cannot be: %s", async (_what, wish, path) => {
  const connector = openPostgres({ url: database.adminUrl }, { openSocket: localSocket() });
  await expect(connector.places?.create(wish)).rejects.toMatchObject({
    kind: "invalid-input",
    paths: [{ path }],
  });
  await connector.close();
});
