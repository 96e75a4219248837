import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Caller, scopesOf } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { personWithEmail } from "@/lib/db/resolve";
import { forgetEnv } from "@/lib/env";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { DnsSandbox } from "@/sandbox/dns/service";
import { Store } from "@/sandbox/store";
import { openPost, type Post } from "../members/testing/post";
import { foundOrganization } from "../organizations/found-organization";
import { addDomain, verifyDomain } from "./change-domains";
import { lookAtSignIn } from "./look-at-sign-in";
import { recheckDomains } from "./recheck-domains";

const dns = new DnsSandbox(new Store(":memory:"));
let plane: ControlPlane;
let post: Post;
let server: { server: string; close(): Promise<void> };

const askAt = (address: string) => {
  process.env.DNS_SERVERS = address;
  forgetEnv();
};

beforeAll(async () => {
  plane = await openControlPlane();
  server = await dns.listen(0);
  post = await openPost();
});
afterEach(() => askAt(server.server));
afterAll(async () => {
  delete process.env.DNS_SERVERS;
  await post.close();
  await server.close();
  await plane.close();
});

const NOW = new Date();
const HOUR_MS = 60 * 60_000;
const later = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR_MS);

let next = 0;
async function organization(): Promise<Caller> {
  next += 1;
  const owner = await personWithEmail(newUuid(), `owner${next}@example.com`, "Owner");
  const organizationId = uuidOf("org", await foundOrganization(owner, `Place ${next}`)) ?? "";
  const actor = { type: "person", ref: publicId("per", owner) } as const;
  const signedInAt = NOW;
  return {
    organizationId,
    actor,
    role: "owner",
    scopes: scopesOf("owner"),
    requestId: newUuid(),
    signedInAt,
  };
}

/** Adds the domain; answers what its record has to say. */
async function added(caller: Caller, domain: string): Promise<string> {
  await addDomain(caller, domain);
  return (await domainOf(caller))?.record.value ?? "";
}

const domainOf = async (caller: Caller) => (await lookAtSignIn(caller)).domains[0];

/** What the newest letter to the organization's owner says of it. */
const toldOwner = () =>
  post.tokenIn(`owner${next}@example.com`, /(missing a day later|was missing for a day)/);

const publish = (domain: string, ...values: string[]) =>
  dns.control("set-txt", { name: `_chittysync.${domain}`, values });

async function proven(): Promise<{ caller: Caller; domain: string; value: string }> {
  const caller = await organization();
  const domain = `company${next}.example`;
  askAt(server.server);
  const value = await added(caller, domain);
  publish(domain, value);
  await verifyDomain(caller, domain, NOW);
  return { caller, domain, value };
}

async function entriesOf({ organizationId }: Caller): Promise<unknown[]> {
  const rows = await withOrg(
    organizationId,
    (db) => db.$queryRaw<{ action: string; payload: string }[]>`
      select action, payload from ledger.entry where action in ('domain.verified', 'domain.lapsed') order by seq`,
  );
  return rows.map(({ action, payload }) => ({ action, ...JSON.parse(payload) }));
}

test("a record that is missing at two looks a day apart proves nothing any more", async () => {
  const { caller, domain, value } = await proven();
  publish(domain);
  expect((await recheckDomains(later(23))).looked).toBe(0);
  expect(await recheckDomains(later(24))).toEqual({ looked: 1, lapsed: 0 });
  expect(await domainOf(caller)).toMatchObject({ isVerified: true, isMissing: true });
  expect(toldOwner()).toBe("missing a day later");
  expect((await recheckDomains(later(47))).looked).toBe(0);
  expect(await recheckDomains(later(48))).toEqual({ looked: 1, lapsed: 1 });
  expect(toldOwner()).toBe("was missing for a day");
  expect(await domainOf(caller)).toMatchObject({ isVerified: false, isMissing: false });
  expect(await entriesOf(caller)).toMatchObject([
    { action: "domain.verified", domain },
    { action: "domain.lapsed", domain, reason: "record-missing" },
  ]);
  expect((await recheckDomains(later(96))).looked).toBe(0);
  publish(domain, value);
  await verifyDomain(caller, domain, NOW);
  expect(await domainOf(caller)).toMatchObject({ isVerified: true });
  await forget(caller);
});

test("one that is back at the second look is as if it had never been away, and no answer is no look", async () => {
  const { caller, domain, value } = await proven();
  publish(domain);
  await recheckDomains(later(24));
  publish(domain, value);
  await recheckDomains(later(48));
  expect(await domainOf(caller)).toMatchObject({ isVerified: true, isMissing: false });
  publish(domain);
  await recheckDomains(later(72));
  const gone = await dns.listen(0);
  await gone.close();
  askAt(gone.server);
  expect(await recheckDomains(later(96))).toEqual({ looked: 1, lapsed: 0 });
  expect(await domainOf(caller)).toMatchObject({ isVerified: true, isMissing: true });
  // It had its turn all the same: what does not answer keeps no other from being looked at.
  expect((await recheckDomains(later(97))).looked).toBe(0);
  askAt(server.server);
  expect(await recheckDomains(later(120))).toEqual({ looked: 1, lapsed: 1 });
  await forget(caller);
});

test("a new proof displaces a holder whose record is gone, and no other", async () => {
  const holder = await proven();
  const { domain } = holder;
  const heir = await organization();
  const value = await added(heir, domain);
  publish(domain, holder.value, value);
  await expect(verifyDomain(heir, domain, NOW)).rejects.toMatchObject({ kind: "stale" });
  expect(await domainOf(holder.caller)).toMatchObject({ isVerified: true });
  publish(domain, value);
  const displaced = () =>
    post.tokenIn(`owner${next - 1}@example.com`, /(Another organization has proven it)/);
  expect(displaced()).toBe("");
  await verifyDomain(heir, domain, NOW);
  expect(displaced()).not.toBe("");
  expect([await domainOf(holder.caller), await domainOf(heir)]).toMatchObject([
    { isVerified: false },
    { isVerified: true },
  ]);
  expect(await entriesOf(holder.caller)).toMatchObject([
    { action: "domain.verified", displaced: false },
    { action: "domain.lapsed", domain, reason: "proven-elsewhere" },
  ]);
  expect(await entriesOf(heir)).toMatchObject([{ action: "domain.verified", domain, displaced: true }]);
  await expect(verifyDomain(holder.caller, domain, NOW)).rejects.toThrow("is not there yet");
  await forget(heir);
});

test("an organization that is being deleted holds no domain against a new proof, and is not looked at", async () => {
  const holder = await proven();
  const { domain } = holder;
  const { organizationId } = holder.caller;
  const closing = { closingSince: NOW, closingBy: holder.caller.actor.ref, purgeAt: later(720) };
  await withOrg(organizationId, (db) =>
    db.organization.update({ where: { id: organizationId }, data: closing }),
  );
  expect((await recheckDomains(later(24))).looked).toBe(0);
  const heir = await organization();
  publish(domain, holder.value, await added(heir, domain));
  await verifyDomain(heir, domain, NOW);
  expect(await domainOf(heir)).toMatchObject({ isVerified: true });
  expect(await entriesOf(holder.caller)).toMatchObject([
    { action: "domain.verified" },
    { action: "domain.lapsed", reason: "proven-elsewhere" },
  ]);
});

/** So that the next test counts its own domains alone. */
const forget = ({ organizationId }: Caller) =>
  withOrg(organizationId, (db) => db.organizationDomain.deleteMany());
