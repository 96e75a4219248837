import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertConnection, sealedCredentials } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import {
  type ControlPlane,
  openControlPlane,
  type Planted,
  plantOrganization,
} from "@/lib/db/control-plane.test-kit";
import { newUuid } from "@/lib/ids";
import { openCredentials, sealCredentials } from "./vault";

let plane: ControlPlane;
let acme: Planted;
let globex: Planted;

beforeAll(async () => {
  plane = await openControlPlane();
  acme = await plantOrganization("Acme");
  globex = await plantOrganization("Globex");
});

afterAll(() => plane.close());

const CANARY = "TESTONLYcanary";

const credentials = {
  token: `ntn_${CANARY}`,
  url: `postgres://app:${CANARY}@db.example.com/x`,
  serviceAccount: { private_key: `-----BEGIN PRIVATE KEY-----\n${CANARY}`, nested: [CANARY] },
};

/** Everything a dump of our tables would hold, as text and as the bytes that encodings would make of it. */
async function dump(): Promise<string> {
  const admin = new pg.Client({ connectionString: plane.adminUrl });
  await admin.connect();
  try {
    const { rows: tables } = await admin.query<{ name: string }>(
      "select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('public', 'rows', 'ledger', 'jobs')",
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await admin.query<{ text: string }>(`select t::text as text from ${name} t`);
      texts.push(...rows.map(({ text }) => text));
    }
    return texts.join("\n");
  } finally {
    await admin.end();
  }
}

test("what the database holds of credentials opens in its place only, and says nothing by itself", async () => {
  const { organizationId } = acme;
  const connectionId = newUuid();
  const bound = { organizationId, connectionId };
  const sealed = await sealCredentials(bound, credentials);
  await withOrg(organizationId, (db) =>
    insertConnection(db, organizationId, { id: connectionId, kind: "notion", name: "N", label: "N" }, sealed),
  );
  const stored = await withOrg(organizationId, (db) => sealedCredentials(db, connectionId));
  expect(await openCredentials(bound, stored)).toEqual(credentials);

  const held = await dump();
  expect(held).toContain(connectionId);
  const encodings = ["utf8", "base64", "hex"] as const;
  for (const encoding of encodings) expect(held).not.toContain(Buffer.from(CANARY).toString(encoding));
  // Base64 of a text that begins elsewhere looks different.
  for (const shift of [1, 2])
    expect(held).not.toContain(Buffer.from(CANARY.slice(shift, shift + 12)).toString("base64"));

  for (const elsewhere of [
    { ...bound, organizationId: globex.organizationId },
    { ...bound, connectionId: acme.connectionId },
  ])
    await expect(openCredentials(elsewhere, stored)).rejects.toThrow(/does not open/);
  const swapped = stored.map(({ sealed: text }, at) => ({
    field: stored[(at + 1) % stored.length]?.field ?? "",
    sealed: text,
  }));
  await expect(openCredentials(bound, swapped)).rejects.toThrow(/does not open/);
  expect(await withOrg(globex.organizationId, (db) => sealedCredentials(db, connectionId))).toEqual([]);
});
