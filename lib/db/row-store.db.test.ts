import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { record, withOrg } from "./control";
import {
  type ControlPlane,
  openControlPlane,
  type Planted,
  plantOrganization,
} from "./control-plane.test-kit";
import { namePerson } from "./people";
import { withRows } from "./row-store";

let plane: ControlPlane;
let acme: Planted;
let admin: pg.Client;

beforeAll(async () => {
  plane = await openControlPlane();
  acme = await plantOrganization("Acme");
  admin = new pg.Client({ connectionString: plane.adminUrl });
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await plane.close();
});

test("work that catches a statement's error is not told that it was kept", async () => {
  const rename = "update public.registry set name = 'Kept' where id = $1";
  const swallowing = withRows(acme.organizationId, async (client) => {
    await client.query(rename, [acme.registryId]);
    await client.query("select 1 / 0").catch(() => {});
  });
  await expect(swallowing).rejects.toMatchObject({ kind: "internal" });
  const name = await withRows(acme.organizationId, async (client) => {
    const { rows } = await client.query("select name from public.registry where id = $1", [acme.registryId]);
    return rows[0]?.name;
  });
  expect(name).toBe("Acme");
});

test("a connection that the server ends in the middle of a transaction fails that one and not the process", async () => {
  const organization = randomUUID();
  const deaths: unknown[] = [];
  const note = (error: unknown) => deaths.push(error);
  process.prependListener("uncaughtException", note);
  const broken = withRows(organization, async (client) => {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const asleep = client.query("select pg_sleep(600)");
    await Promise.all([admin.query("select pg_terminate_backend($1)", [rows[0]?.pid]), asleep]);
  });
  await expect(broken).rejects.toThrow();
  const next = await withRows(organization, (client) => client.query("select 1 as one"));
  expect(next.rows).toEqual([{ one: 1 }]);
  process.off("uncaughtException", note);
  expect(deaths).toEqual([]);
});

describe("a text that Postgres cannot keep is refused as the sender's, whatever way it takes", () => {
  const json = (text: string) => JSON.stringify({ text });
  const WAYS: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
    "JSON of the control plane": (text) =>
      withOrg(acme.organizationId, (db) => db.registry.updateMany({ data: { brakes: { text } } })),
    "JSON of a statement": (text) =>
      withOrg(acme.organizationId, (db) => db.$queryRaw`select ${json(text)}::jsonb`),
    "JSON of rows": (text) =>
      withRows(acme.organizationId, (client) => client.query("select $1::jsonb", [json(text)])),
  };
  const PLAIN: typeof WAYS = {
    "a column": (text) =>
      withOrg(acme.organizationId, (db) => db.connection.updateMany({ data: { name: text } })),
    "a comparison": (text) =>
      withOrg(acme.organizationId, (db) => db.connection.findMany({ where: { name: text } })),
    "a function of `resolve`": (text) => namePerson(randomUUID(), text),
    "a text of rows": (text) =>
      withRows(acme.organizationId, (client) => client.query("select $1::text", [text])),
  };

  test.each(Object.entries({ ...WAYS, ...PLAIN }))("U+0000 in %s", async (_way, send) => {
    await expect(send("a\0b")).rejects.toMatchObject({ kind: "invalid-input" });
  });

  test.each(Object.entries(WAYS))("half a surrogate pair in %s", async (_way, send) => {
    await expect(send("a\ud800b")).rejects.toMatchObject({ kind: "invalid-input" });
  });

  test("half a surrogate pair in the ledger", async () => {
    const noted = withOrg(acme.organizationId, (db) =>
      record(
        db,
        [
          {
            ...{ actor: { type: "system", ref: "test" }, action: "connection.renamed", outcome: "ok" },
            ...{ target: { type: "connection", ref: "con" }, source: null, destination: null, runId: null },
            payload: { text: "a\ud800b" },
          },
        ],
        new Date(),
      ),
    );
    await expect(noted).rejects.toMatchObject({ kind: "invalid-input" });
  });

  test("another fault of a statement stays ours", async () => {
    const faulty = withOrg(acme.organizationId, (db) => db.$queryRaw`select 1 / 0`);
    await expect(faulty).rejects.not.toMatchObject({ kind: "invalid-input" });
  });
});
