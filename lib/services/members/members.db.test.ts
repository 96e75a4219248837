import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, hasPermission, scopesOf } from "@/lib/auth/policy";
import type { Role } from "@/lib/auth/role";
import { callerWithin, findSignedIn, openSession } from "@/lib/auth/session";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { findPersonByEmail, verifyPerson } from "@/lib/db/people";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { createApiKey, revokeApiKey } from "../api-keys/change-api-keys";
import { foundOrganization } from "../organizations/found-organization";
import { acceptInvitation, lookAtInvitation } from "./accept-invitation";
import { changeRole, removeMember } from "./change-member";
import { inviteMember, takeBackInvitation } from "./invite-member";
import { listMembers, listOpenInvitations } from "./list-members";
import { openPost, type Post } from "./testing/post";

let plane: ControlPlane;
let post: Post;

beforeAll(async () => {
  plane = await openControlPlane();
  post = await openPost();
});

afterAll(async () => {
  await post.close();
  await plane.close();
});

const person: Post["personWith"] = (...who) => post.personWith(...who);
const tokenSentTo: Post["tokenSentTo"] = (email) => post.tokenSentTo(email);

const uuid = (org: string) => uuidOf("org", org) ?? "";

const as = (org: string, personId: string, role: Role): Caller => ({
  organizationId: uuid(org),
  actor: { type: "person", ref: publicId("per", personId) },
  role,
  scopes: scopesOf(role),
  requestId: newUuid(),
});

let next = 0;
async function place() {
  next += 1;
  const owner = await person(`owner${next}@example.com`);
  const org = await foundOrganization(owner, `Place ${next}`);
  return { org, owner, caller: as(org, owner, "owner") };
}

test("an invitation makes its address a member, once, with its role", async () => {
  const { org, caller } = await place();
  const guest = `Guest${next}@Example.com`;
  const email = guest.toLowerCase();
  await inviteMember(caller, { email, role: "editor" });
  const token = tokenSentTo(email);
  expect(await lookAtInvitation(token)).toEqual({ organization: `Place ${next}`, email, role: "editor" });
  const guestId = await person(email);
  expect(await acceptInvitation(guestId, token)).toBe(org);
  await expect(acceptInvitation(guestId, token)).rejects.toMatchObject({ kind: "not-found" });
  const members = await listMembers(caller);
  expect(members.map(({ role }) => role)).toEqual(["owner", "editor"]);
  expect(await listOpenInvitations(caller)).toEqual([]);
  const signedIn = await findSignedIn(await openSession(guestId, new Date()));
  expect(signedIn && callerWithin(signedIn, uuid(org))?.role).toBe("editor");
});

test("a link opens nothing to another address, nor to who has not proven to read mail there", async () => {
  const { caller } = await place();
  const email = `invited${next}@example.com`;
  await inviteMember(caller, { email, role: "viewer" });
  const token = tokenSentTo(email);
  const stranger = await person(`stranger${next}@example.com`);
  await expect(acceptInvitation(stranger, token)).rejects.toMatchObject({ kind: "forbidden" });
  const unproven = await person(email, false);
  await expect(acceptInvitation(unproven, token)).rejects.toMatchObject({ kind: "forbidden" });
  await verifyPerson(unproven);
  await acceptInvitation(unproven, token);
});

test("a second invitation ends the first link; one that is taken back or over opens nothing", async () => {
  const { caller, org } = await place();
  const email = `again${next}@example.com`;
  await inviteMember(caller, { email, role: "viewer" });
  const first = tokenSentTo(email);
  const { id } = await inviteMember(caller, { email, role: "admin" });
  const second = tokenSentTo(email);
  expect(second).not.toBe(first);
  expect(await lookAtInvitation(first)).toBeNull();
  expect(await lookAtInvitation(second)).toMatchObject({ role: "admin" });
  await takeBackInvitation(caller, id);
  expect(await lookAtInvitation(second)).toBeNull();
  await inviteMember(caller, { email, role: "viewer" }, new Date(Date.now() - 8 * 86_400_000));
  const third = tokenSentTo(email);
  expect(await lookAtInvitation(third)).toBeNull();
  await expect(acceptInvitation(await person(email), third)).rejects.toMatchObject({ kind: "not-found" });
  expect(await listMembers(as(org, newUuid(), "viewer"))).toHaveLength(1);
});

test("twenty acceptances of one link at once make one member", async () => {
  const { caller } = await place();
  const email = `race${next}@example.com`;
  await inviteMember(caller, { email, role: "viewer" });
  const [token, guest] = [tokenSentTo(email), await person(email)];
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acceptInvitation(guest, token)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await listMembers(caller)).toHaveLength(2);
});

test("only owners make owners, and two owners who step down at once leave one", async () => {
  const { org, owner, caller } = await place();
  const email = `second${next}@example.com`;
  await inviteMember(caller, { email, role: "admin" });
  const second = await person(email);
  await acceptInvitation(second, tokenSentTo(email));
  const [ownerRef, secondRef] = [publicId("per", owner), publicId("per", second)];
  const admin = as(org, second, "admin");
  await expect(changeRole(admin, secondRef, "owner")).rejects.toMatchObject({ kind: "forbidden" });
  await expect(removeMember(admin, ownerRef)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(inviteMember(admin, { email: "x@example.com", role: "owner" })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(removeMember(caller, ownerRef)).rejects.toMatchObject({ kind: "stale" });
  await changeRole(caller, secondRef, "owner");
  const both = await Promise.allSettled([
    removeMember(caller, ownerRef),
    removeMember(as(org, second, "owner"), secondRef),
  ]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await listMembers(caller)).toHaveLength(1);
});

test("who is removed is nobody here from the next request on, with the keys that spoke for the person", async () => {
  const { org, caller } = await place();
  const email = `gone${next}@example.com`;
  await inviteMember(caller, { email, role: "admin" });
  const gone = await person(email);
  await acceptInvitation(gone, tokenSentTo(email));
  const token = await openSession(gone, new Date());
  await removeMember(caller, publicId("per", gone));
  const signedIn = await findSignedIn(token);
  expect(signedIn && callerWithin(signedIn, uuid(org))).toBeNull();
  await expect(removeMember(caller, publicId("per", gone))).rejects.toMatchObject({ kind: "not-found" });
});

/** A member who has invited one guest himself and another by an API key; a third is the owner's. */
async function inviter(role: Role) {
  const { org, caller } = await place();
  const email = `inviter${next}@example.com`;
  await inviteMember(caller, { email, role });
  const id = await person(email);
  await acceptInvitation(id, tokenSentTo(email));
  const self = as(org, id, role);
  const made = await createApiKey(self, { name: "k", scopes: ["admin"], expiresAt: null });
  const key = { ...self, actor: { type: "api-key", ref: made.id } } as const;
  const guests = {
    by: `by${next}@example.com`,
    keyed: `keyed${next}@example.com`,
    mine: `mine${next}@example.com`,
  };
  await inviteMember(self, { email: guests.by, role: "admin" });
  await inviteMember(key, { email: guests.keyed, role: "viewer" });
  await inviteMember(caller, { email: guests.mine, role: "viewer" });
  return { org, caller, self, key, made, ref: publicId("per", id), guests };
}

async function entriesOf({ organizationId }: Caller): Promise<string[]> {
  const rows = await withOrg(
    organizationId,
    (db) => db.$queryRaw<{ action: string }[]>`select action from ledger.entry order by seq`,
  );
  return rows.map(({ action }) => action);
}

const openTo = async (caller: Caller) => (await listOpenInvitations(caller)).map(({ email }) => email);

test("what somebody has invited goes with him, also by a key that he revoked, and with the role that allowed it", async () => {
  for (const end of [
    ({ caller, ref }: { caller: Caller; ref: string }) => removeMember(caller, ref),
    ({ caller, ref }: { caller: Caller; ref: string }) => changeRole(caller, ref, "editor"),
  ]) {
    const at = await inviter("admin");
    const { caller, self, key, made, guests } = at;
    await revokeApiKey(self, made.id);
    const token = tokenSentTo(guests.by);
    await end(at);
    expect(await openTo(caller)).toEqual([guests.mine]);
    await expect(acceptInvitation(await person(guests.by), token)).rejects.toMatchObject({
      kind: "not-found",
    });
    const told = await entriesOf(caller);
    expect(told.filter((action) => action === "member.uninvited")).toHaveLength(2);
    // A call that came in before he was removed ends after it.
    for (const late of [self, key])
      await expect(inviteMember(late, { email: "late@example.com", role: "admin" })).rejects.toMatchObject({
        kind: "forbidden",
      });
  }
});

test("an owner who becomes an admin keeps what an admin may invite", async () => {
  const { caller, self, ref, guests } = await inviter("owner");
  await inviteMember(self, { email: `heir${next}@example.com`, role: "owner" });
  await changeRole(caller, ref, "admin");
  expect(await openTo(caller)).toEqual([guests.by, guests.keyed, guests.mine]);
});

test("another role counts from the next request on, in a session that is open", async () => {
  const { org, caller } = await place();
  const email = `sinks${next}@example.com`;
  await inviteMember(caller, { email, role: "admin" });
  const sinking = await person(email);
  await acceptInvitation(sinking, tokenSentTo(email));
  const token = await openSession(sinking, new Date());
  const now = async () => {
    const signedIn = await findSignedIn(token);
    return signedIn && callerWithin(signedIn, uuid(org));
  };
  expect(hasPermission((await now()) as Caller, "member:write")).toBe(true);
  await changeRole(caller, publicId("per", sinking), "viewer");
  expect(hasPermission((await now()) as Caller, "member:write")).toBe(false);
});

test("another organization's people and invitations are not found", async () => {
  const [mine, theirs] = [await place(), await place()];
  const { id } = await inviteMember(theirs.caller, { email: `theirs${next}@example.com`, role: "viewer" });
  await expect(takeBackInvitation(mine.caller, id)).rejects.toMatchObject({ kind: "not-found" });
  const ref = publicId("per", theirs.owner);
  await expect(changeRole(mine.caller, ref, "viewer")).rejects.toMatchObject({ kind: "not-found" });
  expect(await findPersonByEmail(`owner${next}@example.com`)).not.toBeNull();
});
