import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oidcRedirectUri } from "@/lib/auth/oidc";
import { type Caller, scopesOf } from "@/lib/auth/policy";
import { callerWithin, findSignedIn, openSession } from "@/lib/auth/session";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { insertDomain, verifyDomain } from "@/lib/db/organization-domains";
import { forgetEnv } from "@/lib/env";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { listMembers } from "../members/list-members";
import { openPost, type Post } from "../members/testing/post";
import { foundOrganization } from "../organizations/found-organization";
import { addProvider, configureProvider, switchProvider } from "./change-provider";
import { confirmIdentity, lookAtClaim } from "./confirm-identity";
import type { EnterResult } from "./enter-by-provider";
import { beginOidc, finishOidc } from "./oidc-sign-in";
import { type Issuer, openIssuer } from "./testing/issuer";

let plane: ControlPlane;
let post: Post;
let issuer: Issuer;

beforeAll(async () => {
  plane = await openControlPlane();
  process.env.EGRESS_ALLOW = "127.0.0.0/8";
  forgetEnv();
  [post, issuer] = await Promise.all([openPost(), openIssuer({})]);
});

afterAll(async () => {
  delete process.env.EGRESS_ALLOW;
  await Promise.all([issuer.close(), post.close()]);
  await plane.close();
});

interface Place {
  readonly organizationId: string;
  readonly owner: string;
  readonly caller: Caller;
  /** Public id of its provider. */
  readonly provider: string;
  readonly domain: string;
}

let next = 0;

/** An organization with the issuer as its provider, and a domain that it has proven. */
async function place({ isProven = true } = {}): Promise<Place> {
  next += 1;
  const domain = `company${next}.example`;
  const owner = await post.personWith(`owner@${domain}`);
  const organizationId = uuidOf("org", await foundOrganization(owner, `Company ${next}`)) ?? "";
  const caller: Caller = {
    organizationId,
    actor: { type: "person", ref: publicId("per", owner) },
    role: "owner",
    scopes: scopesOf("owner"),
    requestId: newUuid(),
  };
  const settings = { kind: "oidc", name: "Issuer" } as const;
  const unset = { issuer: issuer.url, clientId: "none yet" };
  const provider = await addProvider(caller, newUuid(), {
    ...settings,
    config: unset,
    clientSecret: "none yet",
  });
  const client = await issuer.register(oidcRedirectUri(uuidOf("idp", provider) ?? ""));
  const config = { issuer: issuer.url, clientId: client.clientId };
  await configureProvider(caller, provider, { ...settings, config, clientSecret: client.clientSecret });
  if (isProven)
    await withOrg(organizationId, async (db) => {
      await insertDomain(db, organizationId, { domain, token: "t" });
      await verifyDomain(db, domain, new Date());
    });
  return { organizationId, owner, caller, provider, domain };
}

interface Way {
  readonly url: string;
  readonly browser: string;
}

async function begin(
  { provider }: Pick<Place, "provider">,
  {
    personId = null,
    at = new Date(),
    returnTo = "/",
  }: { personId?: string | null; at?: Date; returnTo?: string } = {},
): Promise<Way> {
  const begun = await beginOidc({ id: provider, personId, returnTo, browser: undefined }, at);
  if (begun.outcome === "refused") throw new Error(begun.reason);
  return begun;
}

let person = 0;

/** Somebody new at the issuer. */
function account(claims: Readonly<Record<string, unknown>>): string {
  person += 1;
  issuer.accounts[`sub-${person}`] = claims;
  return `sub-${person}`;
}

const finish = (place: Pick<Place, "provider">, way: Way, back: URL) =>
  finishOidc({ id: place.provider, search: back.searchParams, browser: way.browser });

/** All of the way. */
async function arrive(at: Place, subject: string): Promise<EnterResult | Awaited<ReturnType<typeof finish>>> {
  const way = await begin(at);
  return finish(at, way, await issuer.signIn(way.url, subject));
}

const refused = (reason: string) => ({ outcome: "refused", reason });

async function enters(token: string, organizationId: string): Promise<boolean> {
  const signedIn = await findSignedIn(token);
  return signedIn !== null && callerWithin(signedIn, organizationId) !== null;
}

describe("somebody of the organization's domain", () => {
  test("joins as a viewer at the first sign-in, and is the same person at the next", async () => {
    const at = await place();
    const subject = account({ email: `Ada@${at.domain}`, email_verified: true, name: "Ada" });
    const first = await arrive(at, subject);
    if (first.outcome !== "signed-in") throw new Error(JSON.stringify(first));
    expect(first.goTo).toBe(`/${publicId("org", at.organizationId)}`);
    expect(await enters(first.token, at.organizationId)).toBe(true);
    const second = await arrive(at, subject);
    if (second.outcome !== "signed-in") throw new Error(JSON.stringify(second));
    expect(second.token).not.toBe(first.token);
    const members = await listMembers(at.caller);
    expect(members.map(({ email, role, name }) => [email, role, name]).sort()).toEqual([
      [`ada@${at.domain}`, "viewer", "Ada"],
      [`owner@${at.domain}`, "owner", "owner"],
    ]);
  });

  test("stays out where the provider does not vouch for the address, or tells none", async () => {
    const at = await place();
    const email = `eve@${at.domain}`;
    expect(await arrive(at, account({ email, email_verified: false }))).toEqual(refused("email-unverified"));
    expect(await arrive(at, account({}))).toEqual(refused("email-missing"));
    expect(await listMembers(at.caller)).toHaveLength(1);
  });

  test("stays out while the domain is not proven", async () => {
    const at = await place({ isProven: false });
    const subject = account({ email: `ada@${at.domain}`, email_verified: true });
    expect(await arrive(at, subject)).toEqual(refused("not-invited"));
  });
});
