import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";

/** Who has an account at the issuer, by subject; the claims are told as they stand. */
export type Accounts = Record<string, Readonly<Record<string, unknown>>>;

/** A real OpenID provider of this process, whose people sign in without a page. */
export interface Issuer {
  readonly url: string;
  readonly accounts: Accounts;
  /** Registers us; answers the client's id and secret. */
  register(redirectUri: string): Promise<{ clientId: string; clientSecret: string }>;
  /** From now on whoever comes to sign in is this one. */
  become(subject: string): void;
  /** Goes where a browser would, signed in there as `subject`; answers the address that it is sent back to. */
  signIn(authorizationUrl: string, subject: string): Promise<URL>;
  close(): Promise<void>;
}

export async function openIssuer(accounts: Accounts): Promise<Issuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const who = { subject: "" };
  const provider = new Provider(url, configuration(accounts));
  const handle = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return handle(request, response);
    void finish(provider, who.subject, [request, response]);
  });
  return {
    url,
    accounts,
    register: async (redirectUri) => {
      const answer = await fetch(`${url}/reg`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ redirect_uris: [redirectUri] }),
      });
      const client = (await answer.json()) as { client_id: string; client_secret: string };
      return { clientId: client.client_id, clientSecret: client.client_secret };
    },
    become: (subject) => {
      who.subject = subject;
    },
    signIn: (authorizationUrl, subject) => {
      who.subject = subject;
      return follow(new URL(authorizationUrl), url);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const configuration = (accounts: Accounts): Configuration => ({
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: false }, registration: { enabled: true } },
  findAccount: (_, subject) => ({
    accountId: subject,
    claims: () => ({ sub: subject, ...accounts[subject] }),
  }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
});

type Exchange = Parameters<Provider["interactionDetails"]>;

/** Signs the person in and lets the client have what it asks for, in one step. */
async function finish(provider: Provider, subject: string, [request, response]: Exchange): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: subject, clientId: String(params.client_id) });
  grant.addOIDCScope("openid email profile");
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { login: { accountId: subject }, consent });
}

/** A browser's redirects and cookies, until they lead away from the issuer. */
async function follow(from: URL, issuer: string): Promise<URL> {
  const jar = new Map<string, string>();
  let at = from;
  for (let hops = 0; hops < 10 && at.origin === issuer; hops += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      jar.set(name, value);
    }
    const next = answer.headers.get("location");
    if (next === null) throw new Error(`the issuer answered ${answer.status}: ${await answer.text()}`);
    at = new URL(next, at);
  }
  return at;
}
