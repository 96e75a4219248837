import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deleteConnection, insertConnection, noteConnectionState } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane, plantOrganization } from "@/lib/db/control-plane.test-kit";
import { forgetEnv } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import { KeyRefused } from "@/lib/vault/key-fault";
import { AWS_KEY, fakeAwsKms } from "@/lib/vault/testing/fake-aws-kms";
import type { FakeKeyService } from "@/lib/vault/testing/fake-key-service";
import { forgetKeys, sealCredentials } from "@/lib/vault/vault";
import { openConnection } from "./open-connection";

let plane: ControlPlane;
let kms: FakeKeyService;
let admin: pg.Client;
let organizationId: string;

beforeAll(async () => {
  [plane, kms] = await Promise.all([openControlPlane(), fakeAwsKms()]);
  admin = new pg.Client({ connectionString: plane.adminUrl });
  admin.on("error", () => {});
  await admin.connect();
  ({ organizationId } = await plantOrganization("Acme"));
  for (const [name, value] of Object.entries({
    VAULT_KEY_PROVIDER: "aws-kms",
    VAULT_AWS_KMS_KEY: AWS_KEY,
    VAULT_AWS_KMS_ENDPOINT: kms.url,
    AWS_ACCESS_KEY_ID: "TESTONLYAKID",
    AWS_SECRET_ACCESS_KEY: "TESTONLY-aws-secret",
  }))
    vi.stubEnv(name, value);
  forgetEnv();
  forgetKeys();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  forgetKeys();
  await Promise.all([admin.end(), kms.close()]);
  await plane.close();
});

/** A Notion connection that works, sealed by the pretended AWS KMS. */
async function connected(): Promise<string> {
  const id = newUuid();
  const sealed = await sealCredentials({ organizationId, connectionId: id }, { token: "ntn_TESTONLY" });
  await withOrg(organizationId, async (db) => {
    await insertConnection(db, organizationId, { id, kind: "notion", name: "N", label: "N" }, sealed);
    await noteConnectionState(db, id, { status: "working", problem: null, at: new Date() });
  });
  return id;
}

const row = async (id: string) =>
  (
    await admin.query<{ status: string; problem: string | null; sealed: number }>(
      `select c.status, c.problem, count(s.*)::int as sealed from connection c
         left join credential s on s.connection_id = c.id where c.id = $1 group by c.status, c.problem`,
      [id],
    )
  ).rows[0];

test("a connection whose key is disabled says so, keeps what it has, and works again with the key", async () => {
  const id = await connected();
  kms.disableKey();
  const refusal = await openConnection(organizationId, id).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(KeyRefused);
  expect(await row(id)).toMatchObject({
    status: "needs-key",
    problem: expect.stringMatching(/key/),
    sealed: 1,
  });
  kms.enableKey();
  await (await openConnection(organizationId, id)).close();
  expect(await row(id)).toEqual({ status: "working", problem: null, sealed: 1 });
});

test("a connection that had to be made anew before stays so", async () => {
  const id = await connected();
  const state = { status: "reconnect-needed", problem: "Revoked.", at: new Date() } as const;
  await withOrg(organizationId, (db) => noteConnectionState(db, id, state));
  kms.disableKey();
  await expect(openConnection(organizationId, id)).rejects.toThrow();
  kms.enableKey();
  expect(await row(id)).toMatchObject({ status: "reconnect-needed", problem: "Revoked." });
});

test("the key service is asked once for a connection that is opened again and again", async () => {
  const id = await connected();
  const before = kms.calls.length;
  for (let open = 0; open < 3; open += 1) await (await openConnection(organizationId, id)).close();
  expect(kms.calls.length - before).toBe(1);
});

test("a deleted connection leaves neither sealed text nor wrapped key in any table", async () => {
  const id = await connected();
  const { rows } = await admin.query<{ sealed: string }>(
    "select sealed from credential where connection_id = $1",
    [id],
  );
  const [, , wrapped = "", text = ""] = rows[0]?.sealed.split(".") ?? [];
  expect(await everything()).toContain(wrapped);
  expect(await withOrg(organizationId, (db) => deleteConnection(db, id))).toBe(true);
  const left = await everything();
  expect(wrapped.length).toBeGreaterThan(40);
  expect(left).not.toContain(wrapped);
  expect(left).not.toContain(text);
  await expect(openConnection(organizationId, id)).rejects.toMatchObject({ kind: "not-found" });
});

/** The text of every row of every table of ours. */
async function everything(): Promise<string> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
      where relkind in ('r', 'm') and relnamespace::regnamespace::text !~ '^pg_|^information_schema'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await admin.query<{ text: string }>(`select t::text as text from ${name} t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join("\n");
}
