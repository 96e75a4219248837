import { afterAll, beforeAll, expect, test } from "vitest";
import { findSignedIn, openSession } from "@/lib/auth/session";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { findPersonOfIdentity, linkIdentity } from "@/lib/db/people";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { foundOrganization } from "../organizations/found-organization";
import { endOtherSessions, endSession, listSessions, renamePerson } from "./account";
import { listIdentities, unlinkOwnIdentity } from "./identities";

let plane: ControlPlane;

beforeAll(async () => {
  plane = await openControlPlane();
});
afterAll(() => plane.close());

const person = (email: string) => personWithEmail(newUuid(), email, "Before");

test("a person sees the own sessions, ends one, and all but this one", async () => {
  const personId = await person("ada@example.com");
  const stranger = { personId: await person("eve@example.com"), token: "x" };
  const [token, second, third] = [
    await openSession(personId, new Date()),
    await openSession(personId, new Date()),
    await openSession(personId, new Date()),
  ];
  const account = { personId, token };
  const sessions = await listSessions(account);
  expect(sessions).toHaveLength(3);
  expect(sessions.filter(({ isThis }) => isThis)).toHaveLength(1);
  const [one] = (await listSessions({ personId, token: second })).filter(({ isThis }) => isThis);
  await expect(endSession(stranger, one?.id ?? "")).rejects.toMatchObject({ kind: "not-found" });
  await endSession(account, one?.id ?? "");
  expect(await findSignedIn(second)).toBeNull();
  expect(await findSignedIn(third)).not.toBeNull();
  await endOtherSessions(account);
  expect(await findSignedIn(third)).toBeNull();
  expect(await findSignedIn(token)).not.toBeNull();
  await expect(endSession(account, "ses_nothing")).rejects.toMatchObject({ kind: "not-found" });
});

test("a name is what the person says, and never empty", async () => {
  const personId = await person("bob@example.com");
  const token = await openSession(personId, new Date());
  await renamePerson({ personId, token }, "  Bob Stone ");
  expect((await findSignedIn(token))?.person.name).toBe("Bob Stone");
  await expect(renamePerson({ personId, token }, " ")).rejects.toMatchObject({ kind: "invalid-input" });
  for (const name of ["Bob\r\nBcc: x", "Bob \u202Ex", "See http://evil.example/", 7])
    await expect(renamePerson({ personId, token }, name)).rejects.toMatchObject({ kind: "invalid-input" });
  expect((await findSignedIn(token))?.person.name).toBe("Bob Stone");
});

test("a new name is in the ledger of every organization of the person, and the same one in none", async () => {
  const personId = await person("zoe@example.com");
  const account = { personId, token: "x" };
  const organizations = [await foundOrganization(personId, "One"), await foundOrganization(personId, "Two")];
  const outside = await foundOrganization(await person("eve@example.com"), "Outside");
  await renamePerson(account, "Zoe Stone");
  await renamePerson(account, " Zoe Stone ");
  const renamed = (organization: string) =>
    withOrg(
      uuidOf("org", organization) ?? "",
      (db) => db.$queryRaw<{ actor: string; target: string; payload: string }[]>`
        select leaf::json -> 'actor' ->> 'ref' as actor, target_ref as target, payload from ledger.entry where action = 'person.renamed'`,
    );
  const ref = publicId("per", personId);
  const payload = '{"after":"Zoe Stone","before":"Before"}';
  for (const organization of organizations)
    expect(await renamed(organization)).toEqual([{ actor: ref, target: ref, payload }]);
  expect(await renamed(outside)).toEqual([]);
});

test("a way in is the person's to see and to take away, with the sessions that it may have opened", async () => {
  const personId = await person("mia@example.com");
  const organizationId = uuidOf("org", await foundOrganization(personId, "Mill")) ?? "";
  const issuer = "https://id.example.com";
  await linkIdentity({ issuer: "google", subject: "1" }, personId);
  await linkIdentity({ issuer, subject: "2" }, personId);
  const [token, theirs] = [await openSession(personId, new Date()), await openSession(personId, new Date())];
  const account = { personId, token };
  const ways = await listIdentities(account);
  expect(ways.map(({ name }) => name).sort()).toEqual(["Google", "id.example.com"]);
  const google = ways.find(({ name }) => name === "Google")?.id ?? "";
  const eve = { personId: await person("eve@example.com"), token: "x" };
  expect(await listIdentities(eve)).toEqual([]);
  for (const id of [google, "idn_nothing", ""])
    await expect(unlinkOwnIdentity(eve, id)).rejects.toMatchObject({ kind: "not-found" });
  await unlinkOwnIdentity(account, google);
  expect(await findPersonOfIdentity("google", "1")).toBeNull();
  expect((await findPersonOfIdentity(issuer, "2"))?.personId).toBe(personId);
  expect(await findSignedIn(theirs)).toBeNull();
  expect(await findSignedIn(token)).not.toBeNull();
  await expect(unlinkOwnIdentity(account, google)).rejects.toMatchObject({ kind: "not-found" });
  const kept = await withOrg(
    organizationId,
    (db) => db.$queryRaw<{ action: string; payload: string }[]>`
      select action, payload from ledger.entry where action like 'identity.%'`,
  );
  expect(kept).toEqual([{ action: "identity.unlinked", payload: '{"provider":"google"}' }]);
});
