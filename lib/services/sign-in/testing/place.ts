import { oidcRedirectUri } from "@/lib/auth/oidc";
import { type Caller, scopesOf } from "@/lib/auth/policy";
import { callerWithin, findSignedIn } from "@/lib/auth/session";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { insertDomain, verifyDomain } from "@/lib/db/organization-domains";
import { forgetEnv } from "@/lib/env";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { openPost, type Post } from "../../members/testing/post";
import { foundOrganization } from "../../organizations/found-organization";
import { addProvider, configureProvider } from "../change-provider";
import { beginOidc, finishOidc } from "../oidc-sign-in";
import { type Issuer, openIssuer } from "./issuer";

/** An organization with the issuer as its provider, and a domain that it has proven. */
export interface Place {
  readonly organizationId: string;
  readonly owner: string;
  readonly caller: Caller;
  /** Public id of its provider. */
  readonly provider: string;
  readonly domain: string;
}

export interface Way {
  readonly url: string;
  readonly browser: string;
}

interface Beginning {
  readonly personId?: string | null;
  readonly at?: Date;
  readonly returnTo?: string;
}

export type Arrived = Awaited<ReturnType<typeof finishOidc>>;

/** Organizations of a database of one's own, and one OpenID provider where their people sign in. */
export class Places {
  private made = 0;
  private people = 0;

  private constructor(
    readonly plane: ControlPlane,
    readonly post: Post,
    readonly issuer: Issuer,
  ) {}

  static async open(): Promise<Places> {
    const plane = await openControlPlane();
    process.env.EGRESS_ALLOW = "127.0.0.0/8";
    forgetEnv();
    const [post, issuer] = await Promise.all([openPost(), openIssuer({})]);
    return new Places(plane, post, issuer);
  }

  async close(): Promise<void> {
    delete process.env.EGRESS_ALLOW;
    await Promise.all([this.issuer.close(), this.post.close()]);
    await this.plane.close();
  }

  async place({ isProven = true } = {}): Promise<Place> {
    this.made += 1;
    const domain = `company${this.made}.example`;
    const owner = await this.post.personWith(`owner@${domain}`);
    const organizationId = uuidOf("org", await foundOrganization(owner, `Company ${this.made}`)) ?? "";
    const caller: Caller = {
      organizationId,
      actor: { type: "person", ref: publicId("per", owner) },
      role: "owner",
      scopes: scopesOf("owner"),
      requestId: newUuid(),
      signedInAt: new Date(),
    };
    const provider = await this.providerOf(caller);
    if (isProven)
      await withOrg(organizationId, async (db) => {
        await insertDomain(db, organizationId, { domain, token: "t" });
        await verifyDomain(db, domain, new Date());
      });
    return { organizationId, owner, caller, provider, domain };
  }

  private async providerOf(caller: Caller): Promise<string> {
    const settings = { kind: "oidc", name: "Issuer" } as const;
    const unset = { issuer: this.issuer.url, clientId: "none yet" };
    const provider = await addProvider(caller, newUuid(), {
      ...settings,
      config: unset,
      clientSecret: "none yet",
    });
    const { clientId, clientSecret } = await this.issuer.register(
      oidcRedirectUri(uuidOf("idp", provider) ?? ""),
    );
    const config = { issuer: this.issuer.url, clientId };
    await configureProvider(caller, provider, { ...settings, config, clientSecret });
    return provider;
  }

  /** Somebody new at the issuer; answers the subject. */
  account(claims: Readonly<Record<string, unknown>>): string {
    this.people += 1;
    this.issuer.accounts[`sub-${this.people}`] = claims;
    return `sub-${this.people}`;
  }

  async begin(
    { provider }: Pick<Place, "provider">,
    { personId = null, at = new Date(), returnTo = "/" }: Beginning = {},
  ): Promise<Way> {
    const begun = await beginOidc({ id: provider, personId, returnTo, browser: undefined }, at);
    if (begun.outcome === "refused") throw new Error(begun.reason);
    return begun;
  }

  /** All of the way, in one browser. */
  async arrive(at: Place, subject: string, beginning: Beginning = {}): Promise<Arrived> {
    const way = await this.begin(at, beginning);
    return finish(at, way, await this.issuer.signIn(way.url, subject));
  }

  /** The same where it has to work; answers the session's token. */
  async signIn(at: Place, subject: string): Promise<string> {
    const arrived = await this.arrive(at, subject);
    if (arrived.outcome !== "signed-in") throw new Error(JSON.stringify(arrived));
    return arrived.token;
  }

  /** The token of the newest mailed question whether an identity is somebody's. */
  questionSentTo(email: string): string {
    return this.post.tokenIn(email, /link\?token=([\w-]+)/);
  }
}

export const finish = (
  place: Pick<Place, "provider">,
  way: Pick<Way, "browser">,
  back: URL,
): Promise<Arrived> => finishOidc({ id: place.provider, search: back.searchParams, browser: way.browser });

/** Whether a session opens an organization. */
export async function opens(
  token: string,
  { organizationId }: Pick<Place, "organizationId">,
): Promise<boolean> {
  const signedIn = await findSignedIn(token);
  return signedIn !== null && callerWithin(signedIn, organizationId) !== null;
}
