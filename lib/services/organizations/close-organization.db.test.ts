import { createHash } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { callerOfKey } from "@/lib/auth/api-key";
import type { Caller } from "@/lib/auth/policy";
import { callerWithin, findSignedIn, openSession } from "@/lib/auth/session";
import { newToken, tokenHash } from "@/lib/auth/token";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { placeInvitation } from "@/lib/db/invitations";
import { membersOf } from "@/lib/db/members";
import { closeOrganization as closeStored } from "@/lib/db/organizations";
import { verifyPerson } from "@/lib/db/people";
import { personWithEmail } from "@/lib/db/resolve";
import { withRows } from "@/lib/db/row-store";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { LogCheck, type StoredEntry } from "@/lib/ledger/log-check";
import { openNote } from "@/lib/ledger/signed-note";
import { acceptInvitation } from "../members/accept-invitation";
import { listCertificates, listVerifierKeys } from "../people/deletion-certificates";
import { closeOrganization, GRACE_DAYS, keepOrganization } from "./close-organization";
import { createOrganization } from "./create-organization";
import { purgeOrganizations } from "./purge-organizations";
import { renameOrganization } from "./rename-organization";

let plane: ControlPlane;
let admin: pg.Pool;
let next = 0;

beforeAll(async () => {
  plane = await openControlPlane();
  admin = new pg.Pool({ connectionString: plane.adminUrl, max: 1 });
});

afterAll(async () => {
  await admin.end();
  await plane.close();
});

const DAY_MS = 24 * 60 * 60_000;
const NEVER = Number.MAX_SAFE_INTEGER;
const afterGrace = () => new Date(Date.now() + GRACE_DAYS * DAY_MS + 60_000);

/** An organization with its owner, signed in just now, and the owner's key. */
async function place(name = "Harbour") {
  next += 1;
  const email = `owner${next}@example.com`;
  const { organizationId, apiKey } = await createOrganization({
    name,
    plan: "free",
    owner: { email, name: "Ada" },
  });
  const personId = await personWithEmail(newUuid(), email, "Ada");
  const token = await openSession(personId, new Date());
  const caller = async (): Promise<Caller> => {
    const signedIn = await findSignedIn(token);
    const found = signedIn && callerWithin(signedIn, organizationId);
    if (!found) throw new Error("no member");
    return found;
  };
  return { organizationId, apiKey, personId, caller };
}

const actionsOf = (organizationId: string): Promise<string[]> =>
  withRows(organizationId, async (client) =>
    (await client.query<{ action: string }>("select action from ledger.entry order by seq")).rows.map(
      ({ action }) => action,
    ),
  );

test("a new name is noted once, and is nobody's but owners' and admins' to give", async () => {
  const { caller, organizationId } = await place();
  const owner = await caller();
  expect(await renameOrganization(owner, { name: "Pier" })).toMatchObject({ name: "Pier" });
  await renameOrganization(owner, { name: "Pier" });
  expect(await actionsOf(organizationId)).toEqual([
    "organization.created",
    "channel.created",
    "api-key.created",
    "session.opened",
    "organization.renamed",
  ]);
  const editor = { ...owner, role: "editor" } as const;
  await expect(renameOrganization(editor, { name: "Quay" })).rejects.toMatchObject({ kind: "forbidden" });
});

test("only an owner who has just signed in deletes it, by its name, in the browser", async () => {
  const { caller, personId, apiKey } = await place();
  const owner = await caller();
  const refused = (by: Caller, typed = "Harbour", now?: Date) =>
    expect(closeOrganization(by, typed, now)).rejects;
  await refused({ ...owner, role: "admin" }).toMatchObject({ kind: "forbidden" });
  await refused(await callerOfKey(`Bearer ${apiKey}`)).toMatchObject({ kind: "forbidden" });
  await refused(owner, "harbour").toMatchObject({ kind: "invalid-input" });
  await refused(owner, "Harbour", new Date(Date.now() + 11 * 60_000)).toMatchObject({ kind: "forbidden" });
  await closeOrganization(owner, " Harbour ");
  await refused(owner).toMatchObject({ kind: "stale" });
  await keepOrganization(owner);
  expect(personId).toBe(uuidOf("per", owner.actor.ref));
});

test("while it is being deleted nothing in it changes and its key opens nothing; kept, all is as it was", async () => {
  const { caller, apiKey, organizationId } = await place();
  await closeOrganization(await caller(), "Harbour");
  const closing = await caller();
  await expect(renameOrganization(closing, { name: "Pier" })).rejects.toMatchObject({ kind: "stale" });
  await expect(callerOfKey(`Bearer ${apiKey}`)).rejects.toMatchObject({ kind: "not-found" });
  expect(await purgeOrganizations(new Date(Date.now() + (GRACE_DAYS - 1) * DAY_MS), NEVER)).toEqual({
    purged: 0,
    failed: 0,
    isMore: false,
  });
  await expect(keepOrganization({ ...closing, role: "admin" })).rejects.toMatchObject({ kind: "forbidden" });
  await keepOrganization(closing);
  expect((await callerOfKey(`Bearer ${apiKey}`)).organizationId).toBe(organizationId);
  await renameOrganization(await caller(), { name: "Pier" });
  await expect(keepOrganization(await caller())).rejects.toMatchObject({ kind: "stale" });
  expect((await actionsOf(organizationId)).slice(4)).toEqual([
    "organization.closing",
    "organization.kept",
    "organization.renamed",
  ]);
});

test("nobody joins it any more, also who was about to accept when the deletion began", async () => {
  const { organizationId } = await place();
  const [token, email] = [newToken(), "guest@example.com"];
  const guest = await personWithEmail(newUuid(), email, "Guest");
  await verifyPerson(guest);
  // Later than what the other tests remove.
  const [createdAt, expiresAt] = [new Date(), new Date("2100-01-01")];
  const invitation = { id: newUuid(), email, role: "admin", invitedBy: {}, createdAt, expiresAt };
  await withOrg(organizationId, (db) =>
    placeInvitation(db, organizationId, { ...invitation, tokenHash: tokenHash(token) }),
  );
  let accepted: Promise<unknown> = Promise.resolve();
  await withOrg(organizationId, async (db) => {
    await closeStored(db, organizationId, { since: createdAt, by: "per_1", purgeAt: expiresAt });
    accepted = acceptInvitation(guest, token).catch((error: unknown) => error);
    await Promise.race([accepted, vi.waitFor(somebodyWaits, { timeout: 20_000 })]);
  });
  expect(await accepted).toMatchObject({ kind: "not-found" });
  expect(await membersOf(organizationId)).toHaveLength(1);
});

async function somebodyWaits(): Promise<void> {
  const { rowCount } = await admin.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  expect(rowCount).toBeGreaterThan(0);
}

test("a removal that is ended after every batch goes on, counts each row once, and leaves a ledger that is whole", async () => {
  const { caller, organizationId, personId, apiKey } = await place("Doomed");
  const kept = await place("Kept");
  for (const name of ["A", "B", "C"])
    await withOrg(organizationId, (db) =>
      db.optionSet.create({ data: { organizationId, id: newUuid(), name } }),
    );
  await closeOrganization(await caller(), "Doomed");
  const before = await leavesOf(organizationId);
  let turns = 0;
  for (let isMore = true; isMore; turns += 1) {
    const turn = await purgeOrganizations(afterGrace(), 0, 1);
    isMore = turn.purged === 0;
  }
  // 3 option sets, a member, a key, a channel and 5 entries, one each; the last turn ends it.
  expect(turns).toBe(12);
  expect(await callerOfKey(`Bearer ${apiKey}`).catch((error: { kind: string }) => error.kind)).toBe(
    "unauthenticated",
  );
  const [certificate] = await listCertificates({ personId });
  const { text, signedBy } = openNote(certificate?.text ?? "", await listVerifierKeys());
  expect(signedBy).toMatch(/\/audit$/);
  const told = JSON.parse(text ?? "");
  expect(certificate?.hash).toBe(
    createHash("sha256")
      .update(text?.trimEnd() ?? "")
      .digest("hex"),
  );
  expect(told).toMatchObject({
    organization: { id: publicId("org", organizationId), name: "Doomed" },
    askedBy: publicId("per", personId),
    removed: {
      "rows.base": 0,
      "public.option_set": 3,
      "public.member": 1,
      "public.api_key": 1,
      "public.organization": 1,
    },
  });
  const leaves = await leavesOf(organizationId);
  expect(leaves.slice(0, before.length)).toEqual(before);
  const { log, root, size } = told.ledger;
  expect(told.ledger).toMatchObject({ size: before.length + 1, payloadsErased: before.length + 1 });
  expect(await checked(organizationId, log)).toEqual({ root, size, payloads: 0 });
  expect(await listCertificates({ personId: kept.personId })).toEqual([]);
  expect(await purgeOrganizations(afterGrace(), NEVER)).toEqual({ purged: 0, failed: 0, isMore: false });
});

test("once its removal has begun there is no way back", async () => {
  const { caller } = await place("Late");
  await closeOrganization(await caller(), "Late");
  const closing = await caller();
  await purgeOrganizations(afterGrace(), 0, 1);
  await expect(keepOrganization(closing)).rejects.toMatchObject({ kind: "stale" });
});

test("history and payloads go with their organization alone", async () => {
  const { organizationId } = await place();
  const does = (sql: string) => withRows(organizationId, (client) => client.query(sql));
  await expect(does("select rows.purge_versions(1)")).rejects.toThrow(/with its organization/);
  await expect(does("select ledger.erase_payloads(0, 1)")).rejects.toThrow(/with their organization/);
  const erase = "update ledger.entry set payload = null, salt = null";
  await expect(admin.query(erase)).rejects.toThrow(/only grows/);
});

async function leavesOf(organizationId: string): Promise<string[]> {
  const { rows } = await admin.query<{ leaf: string }>(
    "select leaf from ledger.entry where organization_id = $1 order by seq",
    [organizationId],
  );
  return rows.map(({ leaf }) => leaf);
}

/** What `audit fsck` says of the log, and how many payloads it still has. */
async function checked(organizationId: string, log: string) {
  const { rows } = await admin.query<StoredEntry & { seq: string }>(
    `select seq, leaf, leaf_hash as "leafHash", payload, salt, action, target_type as "targetType",
            target_ref as "targetRef", run_id as "runId",
            to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as "recordedAt"
       from ledger.entry where organization_id = $1 order by seq`,
    [organizationId],
  );
  const check = new LogCheck(log);
  for (const row of rows) expect(check.take({ ...row, seq: Number(row.seq) })).toBeNull();
  return {
    root: check.root,
    size: check.size,
    payloads: rows.filter(({ payload }) => payload !== null).length,
  };
}
