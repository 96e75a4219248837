import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { record, withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { closeOrganization } from "@/lib/db/organizations";
import { newUuid, publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import { rootOf } from "@/lib/ledger/merkle";
import { purgeOrganizations } from "@/lib/services/organizations/purge-organizations";
import { listVerifierKeys } from "@/lib/services/people/deletion-certificates";
import { chittysync } from "./command-line.test-kit";

let plane: ControlPlane;
let admin: pg.Pool;

beforeAll(async () => {
  plane = await openControlPlane();
  admin = new pg.Pool({ connectionString: plane.adminUrl, max: 1 });
});

afterAll(async () => {
  await admin.end();
  await plane.close();
});

const entry = (ref: string): Entry => ({
  actor: { type: "system", ref: "test" },
  action: "row.written",
  outcome: "ok",
  target: { type: "row", ref },
  source: null,
  destination: null,
  runId: null,
  payload: { City: ref },
});

async function organizationWith(entries: number): Promise<string> {
  const id = newUuid();
  await withOrg(id, async (db) => {
    await db.organization.create({ data: { id, name: "Acme" } });
    await record(
      db,
      Array.from({ length: entries }, (_, at) => entry(`row ${at}`)),
      new Date(),
    );
  });
  return id;
}

/** As a superuser in replica mode, with the triggers that fire even then taken off. */
async function tamper(statement: string, values: readonly unknown[]): Promise<void> {
  const client = await admin.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    await client.query("alter table ledger.entry disable trigger all");
    await client.query(statement, [...values]);
    await client.query("alter table ledger.entry enable always trigger only_grows");
    await client.query("alter table ledger.entry enable always trigger never_emptied");
    await client.query("commit");
  } finally {
    client.release();
  }
}

describe("audit fsck", () => {
  let whole: string;
  let other: string;
  beforeEach(async () => {
    await tamper("truncate ledger.entry, ledger.log, organization cascade", []);
    // More than one page.
    [whole, other] = [await organizationWith(4_500), await organizationWith(3)];
  });

  test("tells every log's size and root, as its owner and as a superuser", async () => {
    const { rows } = await admin.query<{ leaf_hash: Buffer }>(
      "select leaf_hash from ledger.entry where organization_id = $1 order by seq",
      [whole],
    );
    const root = rootOf(rows.map(({ leaf_hash }) => leaf_hash)).toString("hex");
    const asOwner = await chittysync(["audit", "fsck"]);
    expect(asOwner).toMatchObject({ code: 0, err: "" });
    expect(asOwner.out).toMatch(
      new RegExp(`^${publicId("org", whole)} log \\S+ size 4500 root ${root}$`, "m"),
    );
    expect(asOwner.out).toMatch(
      new RegExp(`^${publicId("org", other)} log \\S+ size 3 root [0-9a-f]{64}$`, "m"),
    );
    expect(asOwner.out).toMatch(/^2 logs checked, 0 with a fault$/m);
    const asAdmin = await chittysync(["audit", "fsck"], { DATABASE_MIGRATE_URL: plane.adminUrl });
    expect(asAdmin).toEqual(asOwner);
  });

  test.each([
    [
      "a deleted entry",
      "delete from ledger.entry where organization_id = $1 and seq = 4321",
      4321,
      "is missing",
    ],
    [
      "an entry whose leaf was changed",
      "update ledger.entry set leaf = replace(leaf, '\"ok\"', '\"no\"') where organization_id = $1 and seq = 17",
      17,
      "has a leaf hash",
    ],
    [
      "a payload that was changed",
      "update ledger.entry set payload = '{}' where organization_id = $1 and seq = 2000",
      2000,
      "has a payload that its leaf did not commit to",
    ],
    [
      "a tail that was cut",
      "delete from ledger.entry where organization_id = $1 and seq >= 4000",
      4000,
      "is missing; the head counts 4500 entries",
    ],
    [
      "a log that was taken away",
      "delete from ledger.log where organization_id = $1",
      0,
      "is missing: there is no log",
    ],
  ])("names the place of %s and still checks the others", async (_what, statement, seq, what) => {
    await tamper(statement, [whole]);
    const answer = await chittysync(["audit", "fsck"]);
    expect(answer.code).toBe(2);
    expect(answer.out).toMatch(new RegExp(`^${publicId("org", whole)} log \\S+: seq ${seq} ${what}`, "m"));
    expect(answer.out).toMatch(new RegExp(`^${publicId("org", other)} log \\S+ size 3 root`, "m"));
    const alone = await chittysync(["audit", "fsck", "--org", publicId("org", other)]);
    expect(alone).toMatchObject({ code: 0 });
    expect(alone.out).not.toContain(publicId("org", whole));
  });

  test("the application role checks what it is told to, and does not take blindness for health", async () => {
    const environment = { DATABASE_MIGRATE_URL: undefined };
    const blind = await chittysync(["audit", "fsck"], environment);
    expect(blind).toMatchObject({ code: 1, out: "" });
    expect(blind.err).toMatch(/cannot list the organizations/);
    const told = await chittysync(["audit", "fsck", "--org", publicId("org", other)], environment);
    expect(told).toMatchObject({ code: 0, err: "" });
  });

  test("what keeps it from looking is no verdict", async () => {
    const unknown = await chittysync(["audit", "fsck", "--org", publicId("org", newUuid())]);
    expect(unknown).toMatchObject({ code: 1, out: "" });
    expect(unknown.err).toMatch(/no such organization/);
    const secret = "TESTONLY_wrong";
    const url = new URL(plane.ownerUrl);
    url.password = secret;
    const refused = await chittysync(["audit", "fsck"], { DATABASE_MIGRATE_URL: url.href });
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toMatch(/^chittysync: the ledger cannot be read: 28P01 /);
    expect(refused.err).not.toContain(secret);
    const nowhere = await chittysync(["audit", "fsck"], {
      DATABASE_URL: undefined,
      DATABASE_MIGRATE_URL: undefined,
    });
    expect(nowhere).toMatchObject({ code: 1, out: "" });
  });
});

describe("the command line", () => {
  test.each([
    [[]],
    [["nope"]],
    [["audit"]],
    [["audit", "fsck", "--nope"]],
    [["audit", "fsck", "--org", "acme"]],
    [["audit", "fsck", "x"]],
  ])("%j is answered with the usage and 64", async (args) => {
    const answer = await chittysync(args);
    expect(answer).toMatchObject({ code: 64, out: "" });
    expect(answer.err).toMatch(/^chittysync: .+\n\nusage: chittysync /);
  });

  test.each([[["--help"]], [["audit", "fsck", "--help"]]])("%j shows the usage", async (args) => {
    const answer = await chittysync(args);
    expect(answer).toMatchObject({ code: 0, err: "" });
    expect(answer.out).toMatch(/^usage: chittysync <command>/);
    expect(answer.out).toContain("audit fsck [--org org_...]");
  });
});

test("a deleted organization's log is checked with the others, and its certificate verifies without us", async () => {
  const id = await organizationWith(3);
  const now = new Date();
  await withOrg(id, (db) => closeOrganization(db, id, { since: now, by: "per_1", purgeAt: now }));
  expect((await purgeOrganizations(now, Number.MAX_SAFE_INTEGER)).purged).toBe(1);
  const owner = { DATABASE_MIGRATE_URL: plane.ownerUrl };
  const org = publicId("org", id);
  const checked = await chittysync(["audit", "fsck"], owner);
  const { out: certificate } = await chittysync(["organization", "certificate", "--org", org], owner);
  const [line = ""] = certificate.split("\n");
  const { ledger } = JSON.parse(line);
  expect(checked.out).toContain(`${org} log ${ledger.log} size 4 root ${ledger.root}`);
  const none = await chittysync(["organization", "certificate", "--org", publicId("org", newUuid())], owner);
  expect(none).toMatchObject({ code: 1, out: "", err: expect.stringContaining("no such organization") });

  const folder = mkdtempSync(path.join(os.tmpdir(), "certificate-"));
  const [whole, changed, keys] = ["whole.txt", "changed.txt", "vkeys.txt"].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  try {
    writeFileSync(whole, certificate);
    writeFileSync(
      changed,
      certificate.replace('"ledger.entry"', '"ledger.entrx"').replace('"size":4', '"size":5'),
    );
    writeFileSync(keys, (await listVerifierKeys()).join("\n"));
    // As the former customer has it: no database, none of our secrets.
    const alone = {
      DATABASE_URL: undefined,
      DATABASE_MIGRATE_URL: undefined,
      APP_SECRET: undefined,
      APP_URL: undefined,
    };
    const verified = await chittysync(["verify", whole, "--keys", keys], alone);
    expect(verified).toEqual({ code: 0, out: expect.stringMatching(/: as \S+\/audit signed it\n/), err: "" });
    expect(verified.out).toContain(line);
    const refused = await chittysync(["verify", changed, "--keys", keys], alone);
    expect(refused).toEqual({ code: 2, out: expect.stringContaining("was changed since"), err: "" });
    expect(refused.out).not.toContain("Acme");
    expect(await chittysync(["verify", whole, "--keys", whole], alone)).toMatchObject({ code: 1, out: "" });
    expect(await chittysync(["verify", whole], alone)).toMatchObject({ code: 64, out: "" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
