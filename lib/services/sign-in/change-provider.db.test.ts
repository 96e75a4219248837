import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { SamlpProvider } from "@/lib/auth/saml/testing/samlp-provider";
import { testKey } from "@/lib/auth/saml/testing/test-key";
import { findSignedIn, openSession } from "@/lib/auth/session";
import { withOrg } from "@/lib/db/control";
import { findProvider, providerById } from "@/lib/db/identity-providers";
import { forgetEnv } from "@/lib/env";
import { newUuid, uuidOf } from "@/lib/ids";
import { closeOrganization } from "../organizations/close-organization";
import { addProvider, configureProvider, deleteProvider, switchProvider } from "./change-provider";
import { confirmIdentity } from "./confirm-identity";
import { type EnterResult, enterByProvider } from "./enter-by-provider";
import { readMetadataAgain, takeMetadata } from "./read-again";
import { beginSaml, finishSaml, receiveSaml } from "./saml-sign-in";
import { type Issuer, openIssuer } from "./testing/issuer";
import { opens, type Place, Places } from "./testing/place";
import { requestIdIn } from "./testing/saml-place";

let at: Places;
let idp: SamlpProvider;
let elsewhere: Issuer;

beforeAll(async () => {
  [at, idp, elsewhere] = await Promise.all([Places.open(), SamlpProvider.start(), openIssuer({})]);
  process.env.EGRESS_ALLOW = "127.0.0.0/8,::1";
  forgetEnv();
});
afterAll(async () => {
  await Promise.all([idp.stop(), elsewhere.close()]);
  await at.close();
});
beforeEach(() => void vi.spyOn(process.stderr, "write").mockReturnValue(true));

const uuid = (id: string) => uuidOf("idp", id) ?? "";
const oidc = (issuer: string, clientId: string, clientSecret: string | null = null) =>
  ({ kind: "oidc", name: "Issuer", config: { issuer, clientId }, clientSecret }) as const;
const saml = (certificates: string[], entityId = idp.entityId) =>
  ({
    kind: "saml",
    name: "Company",
    config: { from: "values", entityId, ssoUrl: idp.ssoUrl, certificates },
  }) as const;

/** What the newest change of a provider ended, as the ledger has it. */
async function endedAt({ organizationId }: Place): Promise<unknown> {
  const [row] = await withOrg(
    organizationId,
    (db) => db.$queryRaw<{ payload: string }[]>`
      select payload from ledger.entry where action like 'identity-provider.%' order by seq desc limit 1`,
  );
  return (JSON.parse(row?.payload ?? "{}") as { ended?: unknown }).ended;
}

async function configOf(place: Place) {
  const provider = await withOrg(place.organizationId, (db) => findProvider(db, uuid(place.provider)));
  if (provider?.kind !== "oidc") throw new Error("no OpenID provider");
  return provider;
}

/** A viewer of the place's domain, signed in by its OpenID provider. */
async function viewerAt(place: Place): Promise<string> {
  const token = await at.signIn(place, at.account({ email: `vi@${place.domain}`, email_verified: true }));
  expect(await opens(token, place)).toBe(true);
  return token;
}

test("a client secret goes with its issuer, and stays with it", async () => {
  const place = await at.place();
  const { config, sealedSecret } = await configOf(place);
  await configureProvider(place.caller, place.provider, oidc(config.issuer, config.clientId));
  expect((await configOf(place)).sealedSecret).toBe(sealedSecret);
  await configureProvider(place.caller, place.provider, oidc(elsewhere.url, config.clientId));
  expect((await configOf(place)).sealedSecret).toBeNull();
  await configureProvider(place.caller, place.provider, oidc(config.issuer, config.clientId, "another"));
  expect((await configOf(place)).sealedSecret).not.toBeNull();
});

test("a session that was over with its provider does not come back", async () => {
  const [place, other] = [await at.place(), await at.place()];
  const theirs = await viewerAt(other);
  let token = await viewerAt(place);
  await switchProvider(place.caller, place.provider, false);
  expect(await endedAt(place)).toEqual({ sessions: 1, identities: 0 });
  await switchProvider(place.caller, place.provider, true);
  expect(await opens(token, place)).toBe(false);
  const subject = at.account({ email: `vi2@${place.domain}`, email_verified: true });
  token = await at.signIn(place, subject);
  // Another name ends nothing, another client does.
  const { config } = await configOf(place);
  await configureProvider(place.caller, place.provider, {
    ...oidc(config.issuer, config.clientId),
    name: "New",
  });
  expect([await endedAt(place), await opens(token, place)]).toEqual([undefined, true]);
  await configureProvider(place.caller, place.provider, oidc(config.issuer, "another"));
  expect(await opens(token, place)).toBe(false);
  expect(await opens(theirs, other)).toBe(true);
});

test("whoever is on the way while a provider changes does not arrive", async () => {
  const place = await at.place();
  const before = await providerById(uuid(place.provider));
  if (!before) throw new Error("no provider");
  const told = {
    issuer: at.issuer.url,
    subject: "slow",
    email: `slow@${place.domain}`,
    emailVerified: true,
    name: null,
  };
  await configureProvider(place.caller, place.provider, oidc(at.issuer.url, "another"));
  const arrived = await enterByProvider(before, told, { personId: null, returnTo: "/" });
  expect(arrived).toEqual({ outcome: "refused", reason: "flow-over" });
});

test("of an organization that is being deleted nobody new comes in, also who was on the way", async () => {
  const place = await at.place();
  const before = await providerById(uuid(place.provider));
  if (!before) throw new Error("no provider");
  const subject = at.account({ email: `vi@${place.domain}`, email_verified: true });
  const name = (await findSignedIn(await openSession(place.owner, new Date())))?.memberships[0]?.name ?? "";
  const member = at.account({ email: `mo@${place.domain}`, email_verified: true });
  await at.signIn(place, member);
  await closeOrganization(place.caller, name);
  expect(await at.arrive(place, subject)).toEqual({ outcome: "refused", reason: "not-invited" });
  const told = {
    issuer: at.issuer.url,
    subject,
    email: `vi@${place.domain}`,
    emailVerified: true,
    name: null,
  };
  expect(await enterByProvider(before, told, { personId: null, returnTo: "/" })).toEqual({
    outcome: "refused",
    reason: "not-invited",
  });
  expect(await opens(await at.signIn(place, member), place)).toBe(true);
});

/** All of the way by SAML, in one browser. */
async function arrive(id: string): Promise<EnterResult> {
  const begun = await beginSaml({ id, personId: null, returnTo: "/", browser: undefined });
  if (begun.outcome === "refused") throw new Error(begun.reason);
  const { response } = await idp.formAt(begun.url);
  const received = await receiveSaml({ id, encoded: response });
  if (received.outcome !== "believed") throw new Error(received.reason);
  const requestId = requestIdIn(new URL(begun.url));
  return (await finishSaml({ id, requestId, browser: begun.browser })) as EnterResult;
}

/** The owner, linked by mail and signed in by a SAML provider. */
async function enterAsOwner(place: Place, id: string): Promise<string> {
  const asked = await arrive(id);
  expect(asked.outcome).toBe("needs-confirmation");
  await confirmIdentity({ token: at.questionSentTo(`owner@${place.domain}`) });
  const arrived = await arrive(id);
  if (arrived.outcome !== "signed-in") throw new Error(arrived.outcome);
  expect(await opens(arrived.token, place)).toBe(true);
  return arrived.token;
}

test("with another entity id or none of its keys a SAML provider is another one, whose people are nobody yet", async () => {
  const place = await at.place();
  idp.somebody = { id: "boss", email: `owner@${place.domain}`, givenName: "O", familyName: "W" };
  const [own, next, strangers] = [testKey("own.example"), testKey("next.example"), testKey("x.example")];
  idp.key = own;
  const draft = newUuid();
  const id = await addProvider(place.caller, draft, saml([own.certificate]));
  const token = await enterAsOwner(place, id);
  // A key more believes the same people.
  await configureProvider(place.caller, id, saml([own.certificate, next.certificate]));
  expect([await endedAt(place), await opens(token, place)]).toEqual([undefined, true]);
  // A key less ends what it has opened, and nobody's name.
  idp.key = next;
  await configureProvider(place.caller, id, saml([next.certificate]));
  expect(await endedAt(place)).toEqual({ sessions: 1, identities: 0 });
  expect((await arrive(id)).outcome).toBe("signed-in");

  idp.key = strangers;
  await configureProvider(place.caller, id, saml([strangers.certificate]));
  expect(await endedAt(place)).toEqual({ sessions: 1, identities: 1 });
  await enterAsOwner(place, id);
  await configureProvider(place.caller, id, saml([strangers.certificate], "urn:another"));
  expect(await endedAt(place)).toEqual({ sessions: 1, identities: 1 });
  await configureProvider(place.caller, id, saml([strangers.certificate]));
  const last = await enterAsOwner(place, id);
  // Nor does a provider of the same draft bring anybody back.
  await deleteProvider(place.caller, id);
  expect(await endedAt(place)).toEqual({ sessions: 1, identities: 1 });
  expect(await addProvider(place.caller, draft, saml([strangers.certificate]))).toBe(id);
  expect(await opens(last, place)).toBe(false);
  expect((await arrive(id)).outcome).toBe("needs-confirmation");
});

test("an answer and a question of before the change are worth nothing after it", async () => {
  const place = await at.place();
  idp.somebody = { id: "boss", email: `owner@${place.domain}`, givenName: "O", familyName: "W" };
  const [own, next] = [testKey("own.example"), testKey("next.example")];
  idp.key = own;
  const config = { from: "metadata", metadataUrl: idp.entityId } as const;
  const id = await addProvider(place.caller, newUuid(), { kind: "saml", name: "Company", config });
  const begun = await beginSaml({ id, personId: null, returnTo: "/", browser: undefined });
  if (begun.outcome === "refused") throw new Error(begun.reason);
  const { response } = await idp.formAt(begun.url);
  expect((await arrive(id)).outcome).toBe("needs-confirmation");
  const token = at.questionSentTo(`owner@${place.domain}`);
  expect((await receiveSaml({ id, encoded: response })).outcome).toBe("believed");
  idp.key = next;
  const found = await readMetadataAgain(place.caller, id);
  await takeMetadata(place.caller, id, found.hash);
  await expect(confirmIdentity({ token })).rejects.toMatchObject({ kind: "not-found" });
  const requestId = requestIdIn(new URL(begun.url));
  expect(await finishSaml({ id, requestId, browser: begun.browser })).toEqual({
    outcome: "refused",
    reason: "flow-over",
  });
});
