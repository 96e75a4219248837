import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import samlp from "samlp";
import { type TestKey, testKey } from "./test-key";

/** Who sits before the identity provider. */
export interface Somebody {
  readonly id: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
}

/** What the provider's page posts, and where to. */
export interface PostedForm {
  readonly action: string;
  readonly response: string;
}

/**
 * Somebody else's SAML 2.0 identity provider, by the package `samlp`, on a free port of localhost: whoever comes with a
 * request is `somebody`, and gets a page that posts the response. Reached by the name `localhost`, which to a browser
 * is another site than the app's 127.0.0.1.
 */
export class SamlpProvider {
  somebody: Somebody = { id: "u-1", email: "ada@example.com", givenName: "Ada", familyName: "Example" };
  /** Whether the response is signed as well as its assertion. */
  signsResponse = false;

  private constructor(
    private readonly server: Server,
    /** What it signs with; its metadata tell of it. */
    public key: TestKey,
  ) {}

  static async start(): Promise<SamlpProvider> {
    const server = createServer();
    const provider = new SamlpProvider(server, testKey("samlp.example"));
    server.on("request", (request, response) => provider.answer(request, response));
    await new Promise<void>((listening) => server.listen(0, "localhost", listening));
    return provider;
  }

  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  get entityId(): string {
    return `${this.origin}/metadata`;
  }

  get ssoUrl(): string {
    return `${this.origin}/sso`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  /** What the page at that address would post. */
  async formAt(url: URL | string): Promise<PostedForm> {
    const page = await (await fetch(url)).text();
    const action = / action="([^"]*)"/.exec(page)?.[1];
    const response = /name="SAMLResponse"\s+value="([^"]*)"/.exec(page)?.[1];
    if (!action || !response) throw new Error(`The provider's page posts nothing: ${page}`);
    return { action: unescaped(action), response: unescaped(response) };
  }

  private answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { searchParams, pathname } = new URL(incoming.url ?? "/", this.origin);
    const request = Object.assign(incoming, { protocol: "http", query: Object.fromEntries(searchParams) });
    const answer = {
      set: (name: string, value: string) => void outgoing.setHeader(name, value),
      send: (body: string | number) => void outgoing.end(String(body)),
    };
    if (pathname === "/metadata") {
      const places = { redirectEndpointPath: "/sso", postEndpointPath: "/sso" };
      samlp.metadata({ issuer: this.entityId, cert: this.key.certificate, ...places })(request, answer);
      return;
    }
    const fail = (error: unknown): void => void outgoing.writeHead(500).end(String(error));
    samlp.parseRequest(request, (error, asked) => {
      if (error || !asked) return fail(error);
      samlp.auth(this.optionsFor(asked.assertionConsumerServiceURL))(request, answer, fail);
    });
  }

  private optionsFor(acsUrl: string) {
    const { id, email, givenName, familyName } = this.somebody;
    const user = {
      id,
      displayName: `${givenName} ${familyName}`,
      name: { givenName, familyName },
      emails: [{ value: email }],
    };
    return {
      ...{ issuer: this.entityId, key: this.key.privateKey, cert: this.key.certificate },
      lifetimeInSeconds: 300,
      nameIdentifierFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
      ...{ destination: acsUrl, recipient: acsUrl, signResponse: this.signsResponse, RelayState: "" },
      getUserFromRequest: () => user,
      getPostURL: (_a: string, _r: unknown, _q: unknown, done: (error: null, url: string) => void) =>
        done(null, acsUrl),
    };
  }
}

const unescaped = (text: string): string =>
  text.replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_all, hex?: string, decimal?: string) =>
    String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  );
