import { inflateRawSync } from "node:zlib";
import pg from "pg";
import { POST as acs } from "@/app/api/auth/saml/[provider]/acs/route";
import { GET as finish } from "@/app/api/auth/saml/[provider]/finish/route";
import { GET as start } from "@/app/api/auth/saml/[provider]/start/route";
import type { Parties, SamlIdentityProvider } from "@/lib/auth/saml/parties";
import { serviceProviderAt } from "@/lib/auth/saml/parties";
import type { TestKey } from "@/lib/auth/saml/testing/test-key";
import { testKey } from "@/lib/auth/saml/testing/test-key";
import type { World } from "@/lib/auth/saml/testing/world";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { changeProvider, insertProvider } from "@/lib/db/identity-providers";
import { insertDomain, verifyDomain } from "@/lib/db/organization-domains";
import { env } from "@/lib/env";
import { newUuid, publicId } from "@/lib/ids";
import { Browser, OWN_PAGE } from "./browser";

/** An organization that has proven a domain and has a SAML identity provider. */
export interface Company {
  readonly organizationId: string;
  readonly providerId: string;
  /** The provider's public id. */
  readonly id: string;
  readonly parties: Parties;
}

/** What a sign-in may leave behind. */
export interface Traces {
  readonly sessions: number;
  readonly people: number;
  readonly identities: number;
  readonly members: number;
  readonly answers: number;
  readonly assertions: number;
  readonly flows: number;
}

const TRACES = `select (select count(*)::int from session) as sessions, (select count(*)::int from person) as people,
  (select count(*)::int from identity) as identities, (select count(*)::int from member) as members,
  (select count(*)::int from saml_answer) as answers, (select count(*)::int from saml_assertion) as assertions,
  (select count(*)::int from sign_in_flow) as flows`;

/** A database with companies in it, whose sign-in routes are asked as browsers ask them. */
export class SamlPlace {
  readonly key = testKey("idp.example");
  readonly strangerKey = testKey("stranger.example");

  private constructor(
    readonly plane: ControlPlane,
    private readonly reader: pg.Client,
  ) {}

  static async open(): Promise<SamlPlace> {
    const plane = await openControlPlane();
    const reader = new pg.Client({ connectionString: plane.adminUrl });
    await reader.connect();
    return new SamlPlace(plane, reader);
  }

  async close(): Promise<void> {
    await this.reader.end();
    await this.plane.close();
  }

  async company(
    domain: string,
    { key = this.key, ...given }: Partial<SamlIdentityProvider> & { readonly key?: TestKey } = {},
  ): Promise<Company> {
    const [organizationId, providerId] = [newUuid(), newUuid()];
    const config = {
      entityId: "https://idp.example/metadata",
      ssoUrl: "https://idp.example/sso",
      certificates: [key.certificate],
      ...given,
    };
    await withOrg(organizationId, async (db) => {
      await db.organization.create({ data: { id: organizationId, name: domain } });
      await insertDomain(db, organizationId, { domain, token: "t" });
      await verifyDomain(db, domain, new Date());
      await insertProvider(db, {
        ...{ organizationId, id: providerId, name: "Company", kind: "saml", config },
        ...{ sealedSecret: null, enabled: true, configuredAt: new Date() },
      });
    });
    const id = publicId("idp", providerId);
    const serviceProvider = serviceProviderAt(env().APP_URL, id);
    return { organizationId, providerId, id, parties: { identityProvider: config, serviceProvider } };
  }

  /** The world of the corpus, for a request of this company. */
  world(
    { parties }: Company,
    requestId: string,
    otherRequestId = requestId,
    email = "ada@example.com",
  ): World {
    return { parties, requestId, otherRequestId, email, key: this.key, strangerKey: this.strangerKey };
  }

  /** Sends a browser on its way; answers the address that it goes to. */
  async start(browser: Browser, { id }: Company, search = ""): Promise<URL> {
    const path = `/api/auth/saml/${id}/start${search}`;
    const answer = await browser.ask(start, path, { provider: id }, undefined, OWN_PAGE);
    return new URL(answer.headers.get("location") ?? "", env().APP_URL);
  }

  /** Posts a response as an identity provider's page does; answers where the browser is sent. */
  async post({ id }: Company, encoded: string): Promise<string> {
    const body = new URLSearchParams({ SAMLResponse: encoded, RelayState: "" });
    return this.postForm(id, body);
  }

  async postForm(id: string, body: BodyInit, headers: Record<string, string> = {}): Promise<string> {
    const answer = await new Browser().ask(acs, `/api/auth/saml/${id}/acs`, { provider: id }, body, headers);
    return answer.headers.get("location") ?? "";
  }

  /** Follows where a post has sent the browser. */
  async follow(browser: Browser, { id }: Company, location: string): Promise<string> {
    const answer = await browser.ask(finish, location, { provider: id });
    return answer.headers.get("location") ?? "";
  }

  async traces(): Promise<Traces> {
    const [found] = (await this.reader.query<Traces>(TRACES)).rows;
    if (!found) throw new Error("The database tells nothing.");
    return found;
  }

  /** Lets minutes pass for what the table keeps. */
  async age(table: "sign_in_flow" | "saml_answer", minutes: number): Promise<void> {
    await this.reader.query(`update ${table} set expires_at = expires_at - make_interval(mins => $1)`, [
      minutes,
    ]);
  }

  async turn({ organizationId, providerId }: Company, enabled: boolean): Promise<void> {
    await withOrg(organizationId, (db) => changeProvider(db, providerId, { enabled }));
  }

  async query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.reader.query<R>(text, [...values])).rows;
  }
}

/** The id of the request that a browser is sent away with. */
export const requestIdIn = (there: URL): string => {
  const request = Buffer.from(there.searchParams.get("SAMLRequest") ?? "", "base64");
  return / ID="([^"]+)"/.exec(inflateRawSync(request).toString())?.[1] ?? "";
};
