import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type ControlPlane,
  openControlPlane,
  type Planted,
  plantOrganization,
} from "./control-plane.test-kit";
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
