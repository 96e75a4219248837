import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adapterOf } from "@/lib/auth/adapter";
import {
  callerWithin,
  closeSession,
  enterable,
  entryInto,
  findSignedIn,
  knownMemberships,
  openSession,
} from "@/lib/auth/session";
import { withOrg } from "@/lib/db/control";
import { forgetEnv } from "@/lib/env";
import { publicId } from "@/lib/ids";
import { DnsSandbox } from "@/sandbox/dns/service";
import { Store } from "@/sandbox/store";
import { acceptInvitation } from "../members/accept-invitation";
import { changeRole, removeMember } from "../members/change-member";
import { inviteMember } from "../members/invite-member";
import { addDomain, removeDomain, verifyDomain } from "./change-domains";
import { configureProvider, deleteProvider, switchProvider } from "./change-provider";
import { confirmIdentity } from "./confirm-identity";
import { findCompanyWay, requiredWays } from "./find-way";
import { lapseDomain } from "./lapse-domain";
import { lookAtSignIn } from "./look-at-sign-in";
import { requireSignInBy, setBreakGlass } from "./require-provider";
import { opens, type Place, Places } from "./testing/place";

const dns = new DnsSandbox(new Store(":memory:"));
let at: Places;
let server: { server: string; close(): Promise<void> };

beforeAll(async () => {
  at = await Places.open();
  server = await dns.listen(0);
  process.env.DNS_SERVERS = server.server;
  forgetEnv();
});
afterAll(async () => {
  delete process.env.DNS_SERVERS;
  await server.close();
  await at.close();
});

const STALE = { kind: "stale" };
const OLD = { kind: "forbidden", message: "This needs a sign-in that is not older than ten minutes." };

/** The owner tries the provider from the own session, as the screen has it. */
async function tryAsOwner(place: Place): Promise<string> {
  const subject = at.account({ email: `owner@${place.domain}`, email_verified: true });
  const asked = await at.arrive(place, subject, { personId: place.owner });
  if (asked.outcome !== "needs-confirmation") throw new Error(JSON.stringify(asked));
  await confirmIdentity({
    browserToken: asked.browserToken,
    own: { personId: place.owner, signedInAt: new Date() },
  });
  return at.signIn(place, subject);
}

const closings = async ({ organizationId }: Place): Promise<number> =>
  (
    await withOrg(
      organizationId,
      (db) => db.$queryRaw<unknown[]>`select 1 from ledger.entry where action = 'session.closed'`,
    )
  ).length;

const ownerOf = ({ owner }: Place) => publicId("per", owner);

async function required(): Promise<{ place: Place; byProvider: string }> {
  const place = await at.place();
  const byProvider = await tryAsOwner(place);
  await setBreakGlass(place.caller, ownerOf(place), true);
  await requireSignInBy(place.caller, place.provider);
  return { place, byProvider };
}

describe("requiring a provider", () => {
  test("needs a proven domain, a try of whoever asks, and an owner who always comes in", async () => {
    const place = await at.place({ isProven: false });
    await expect(requireSignInBy(place.caller, place.provider)).rejects.toMatchObject(STALE);
    await addDomain(place.caller, place.domain);
    const [domain] = (await lookAtSignIn(place.caller)).domains;
    await expect(verifyDomain(place.caller, place.domain)).rejects.toMatchObject(STALE);
    dns.control("set-txt", { name: domain?.record.name, values: ["v=spf1 -all", domain?.record.value] });
    await verifyDomain(place.caller, place.domain);
    await expect(requireSignInBy(place.caller, place.provider)).rejects.toThrow("You have not signed in");
    await tryAsOwner(place);
    await expect(requireSignInBy(place.caller, place.provider)).rejects.toThrow("No owner may come in");
    await setBreakGlass(place.caller, ownerOf(place), true);
    await requireSignInBy(place.caller, place.provider);
    expect((await lookAtSignIn(place.caller)).providers[0]).toMatchObject({
      isRequired: true,
      isTried: true,
    });
  });

  test("shuts out who came by another way, but for the break-glass owner", async () => {
    const { place, byProvider } = await required();
    const email = `mia@${place.domain}`;
    await inviteMember(place.caller, { email, role: "admin" });
    const mia = await at.post.personWith(email);
    await acceptInvitation(mia, at.post.tokenSentTo(email));
    const byMail = await openSession(mia, new Date());
    expect(await opens(byMail, place)).toBe(false);
    const signedIn = await findSignedIn(byMail);
    if (!signedIn) throw new Error("nobody is signed in");
    const org = publicId("org", place.organizationId);
    expect(await requiredWays(signedIn, org)).toMatchObject({
      isElsewhere: false,
      ways: [{ name: "Issuer" }],
    });
    expect(await opens(byProvider, place)).toBe(true);
    const ownerByMail = await findSignedIn(await openSession(place.owner, new Date()));
    if (!ownerByMail) throw new Error("nobody is signed in");
    expect(entryInto(ownerByMail, place.organizationId)?.verdict).toBe("break-glass");
    await requireSignInBy(place.caller, null);
    expect(await opens(byMail, place)).toBe(true);
  });

  test("keeps what lets the last owner in", async () => {
    const { place } = await required();
    const { caller, provider, domain } = place;
    const me = ownerOf(place);
    const changed = {
      kind: "oidc",
      name: "x",
      config: { issuer: at.issuer.url, clientId: "x" },
      clientSecret: null,
    } as const;
    for (const unlawful of [
      () => setBreakGlass(caller, me, false),
      () => switchProvider(caller, provider, false),
      () => deleteProvider(caller, provider),
      () => configureProvider(caller, provider, changed),
      () => removeDomain(caller, domain),
    ])
      await expect(unlawful()).rejects.toMatchObject(STALE);
    const email = `second@${domain}`;
    await inviteMember(caller, { email, role: "owner" });
    const second = await at.post.personWith(email);
    await acceptInvitation(second, at.post.tokenSentTo(email));
    await expect(removeMember(caller, me)).rejects.toMatchObject(STALE);
    await expect(changeRole(caller, me, "admin")).rejects.toMatchObject(STALE);
    await setBreakGlass(caller, publicId("per", second), true);
    await changeRole(caller, me, "admin");
  });

  test("stays where the last domain lapses, which then may go", async () => {
    const { place } = await required();
    const { caller, organizationId, domain } = place;
    expect(await lapseDomain({ organizationId, domain, token: "t" }, "record-missing", new Date())).toBe(
      true,
    );
    expect(await lookAtSignIn(caller)).toMatchObject({
      providers: [{ isRequired: true }],
      domains: [{ isVerified: false }],
    });
    await removeDomain(caller, domain);
  });

  test("takes a sign-in of just now, a break-glass owner's too, and no older one", async () => {
    const { place } = await required();
    const openedAt = new Date();
    const byMail = await findSignedIn(await openSession(place.owner, openedAt));
    const caller = byMail && callerWithin(byMail, place.organizationId);
    if (!byMail || !caller) throw new Error("nobody is signed in");
    expect(entryInto(byMail, place.organizationId)?.verdict).toBe("break-glass");
    const later = new Date(openedAt.getTime() + 11 * 60_000);
    await expect(requireSignInBy(caller, null, later)).rejects.toMatchObject(OLD);
    expect((await lookAtSignIn(caller)).providers[0]?.isRequired).toBe(true);
    await requireSignInBy(caller, null);
    expect((await lookAtSignIn(caller)).providers[0]?.isRequired).toBe(false);
  });

  test("is for owners; admins see it and manage domains, others see nothing", async () => {
    const { caller, provider, owner } = await at.place();
    const admin = { ...caller, role: "admin" } as const;
    const viewer = { ...caller, role: "viewer" } as const;
    const before = await lookAtSignIn(admin);
    for (const unlawful of [
      () => setBreakGlass(admin, publicId("per", owner), true),
      () => requireSignInBy(admin, provider),
      () => switchProvider(admin, provider, false),
      () => deleteProvider(admin, provider),
    ])
      await expect(unlawful()).rejects.toMatchObject({ kind: "forbidden" });
    await addDomain(admin, "admin.example");
    await removeDomain(admin, "admin.example");
    expect({ ...(await lookAtSignIn(admin)), draft: null }).toEqual({ ...before, draft: null });
    await expect(lookAtSignIn(viewer)).rejects.toMatchObject({ kind: "forbidden" });
  });
});

test("a company's provider opens that company and nothing else", async () => {
  const [place, other] = [await at.place(), await at.place()];
  const email = `owner@${place.domain}`;
  await inviteMember(other.caller, { email, role: "admin" });
  await acceptInvitation(place.owner, at.post.tokenSentTo(email));
  const byProvider = await tryAsOwner(place);
  expect([await opens(byProvider, place), await opens(byProvider, other)]).toEqual([true, false]);
  const byMail = await openSession(place.owner, new Date());
  // Nor does it give the person another way in: Google would be linked to whoever is signed in here.
  const { getSessionAndUser } = adapterOf("google");
  expect(await getSessionAndUser?.(byProvider)).toBeNull();
  expect(await getSessionAndUser?.(byMail)).toMatchObject({ user: { id: place.owner } });
  expect([await opens(byMail, place), await opens(byMail, other)]).toEqual([true, true]);
  const signedIn = await findSignedIn(byProvider);
  expect(signedIn && enterable(signedIn).map(({ organizationId }) => organizationId)).toEqual([
    place.organizationId,
  ]);
  expect(signedIn && callerWithin(signedIn, other.organizationId)).toBeNull();
  expect(signedIn && knownMemberships(signedIn).map(({ organizationId }) => organizationId)).toEqual([
    place.organizationId,
  ]);
  // Nor does the other organization hear of it when it ends.
  await closeSession(byProvider);
  expect(await closings(place)).toBe(1);
  expect(await closings(other)).toBe(0);
});

test("a domain is one organization's, and leads to its provider whoever is named", async () => {
  const [place, other] = [await at.place(), await at.place()];
  const name = `_chittysync.${place.domain}`;
  await addDomain(other.caller, place.domain.toUpperCase());
  const valueFor = async ({ caller }: Place) =>
    (await lookAtSignIn(caller)).domains.find(({ domain }) => domain === place.domain)?.record.value;
  dns.control("set-txt", { name, values: [await valueFor(place), await valueFor(other)] });
  await expect(verifyDomain(other.caller, place.domain)).rejects.toThrow("Another organization has proven");
  const path = `/api/auth/oidc/${place.provider}/start`;
  for (const address of [`owner@${place.domain}`, `nobody@${place.domain.toUpperCase()}`, place.domain])
    expect(await findCompanyWay(address)).toBe(path);
  for (const address of ["a@unknown.example", "a@b", "", "a@127.0.0.1", `a@x.${place.domain}`])
    expect(await findCompanyWay(address)).toBeNull();
  await removeDomain(place.caller, place.domain);
  await verifyDomain(other.caller, place.domain);
});
