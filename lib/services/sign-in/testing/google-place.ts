import { createSign } from "node:crypto";
import pg from "pg";
import { GET, POST } from "@/app/api/auth/[...nextauth]/route";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { env, forgetEnv } from "@/lib/env";
import { Clock } from "@/sandbox/clock";
import { createGoogleSandbox } from "@/sandbox/google/service";
import { DEFAULT_SETTINGS } from "@/sandbox/google/settings";
import { type SandboxRequest, type SandboxResponse, serve } from "@/sandbox/server";
import { Store } from "@/sandbox/store";
import { type Browser, giveNextAuthHeaders } from "./browser";

/** What a form of ours has to send along. */
export async function csrfToken(browser: Browser): Promise<string> {
  const answer = await browser.ask(GET, "/api/auth/csrf", { nextauth: ["csrf"] });
  return ((await answer.json()) as { csrfToken: string }).csrfToken;
}

type Claims = Record<string, unknown>;

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The sandbox's Google and our sign-in handlers over a database, which browsers go between. */
export class GooglePlace {
  /** What the id tokens of the next answers say otherwise. */
  claims: (told: Claims) => Claims = (told) => told;
  /** The key that they are signed with; null: Google's own. */
  signingKey: string | null = null;
  /** The token endpoint's last request. */
  exchanged = new URLSearchParams();

  private readonly store = new Store(":memory:");
  private readonly google = createGoogleSandbox({ store: this.store, clock: new Clock(), settings: {} });
  private server: Awaited<ReturnType<typeof serve>> | null = null;

  private constructor(
    readonly plane: ControlPlane,
    private readonly reader: pg.Client,
  ) {}

  static async open(): Promise<GooglePlace> {
    const plane = await openControlPlane();
    const reader = new pg.Client({ connectionString: plane.adminUrl });
    await reader.connect();
    const place = new GooglePlace(plane, reader);
    place.server = await serve(0, (request) => place.answer(request));
    const [client] = DEFAULT_SETTINGS.clients;
    Object.assign(process.env, {
      GOOGLE_OAUTH_URL: place.server.url,
      GOOGLE_CLIENT_ID: client?.clientId,
      GOOGLE_CLIENT_SECRET: client?.clientSecret,
    });
    forgetEnv();
    env();
    giveNextAuthHeaders();
    return place;
  }

  async close(): Promise<void> {
    for (const name of ["GOOGLE_OAUTH_URL", "GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"])
      delete process.env[name];
    this.server?.server.closeAllConnections();
    this.server?.server.close();
    await this.reader.end();
    await this.plane.close();
  }

  private async answer(request: SandboxRequest): Promise<SandboxResponse> {
    const response = await this.google.handle(request);
    if (request.url.pathname !== "/token" || !("status" in response)) return response;
    this.exchanged = new URLSearchParams(request.body.toString());
    const told = JSON.parse(response.body.toString()) as { id_token?: string };
    if (told.id_token === undefined) return response;
    const [header = "", payload = ""] = told.id_token.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
    const text = `${header}.${part(this.claims(claims))}`;
    const [own] = this.store.all<{ privateKey: string }>("google.key");
    const signature = createSign("RSA-SHA256")
      .update(text)
      .sign(this.signingKey ?? own?.privateKey ?? "");
    const idToken = `${text}.${signature.toString("base64url")}`;
    return { ...response, body: JSON.stringify({ ...told, id_token: idToken }) };
  }

  /** From our button to Google's page; answers its address. */
  async begin(browser: Browser, callbackUrl = "/", headers: Record<string, string> = {}): Promise<URL> {
    const form = new URLSearchParams({ csrfToken: await csrfToken(browser), callbackUrl, json: "true" });
    const params = { nextauth: ["signin", "google"] };
    const answer = await browser.ask(POST, "/api/auth/signin/google", params, form, headers);
    return new URL(((await answer.json()) as { url: string }).url);
  }

  /** On Google's page somebody says yes; answers where he is sent back to. */
  async consent(page: URL, account: string): Promise<URL> {
    const form = new URLSearchParams(page.searchParams);
    for (const scope of (form.get("scope") ?? "").split(" ")) form.append("granted", scope);
    form.set("account", account);
    form.set("decision", "allow");
    const to = new URL("/o/oauth2/v2/auth", page);
    const answer = await fetch(to, { method: "POST", body: form, redirect: "manual" });
    return new URL(answer.headers.get("location") ?? "");
  }

  /** Back at our callback; answers where the browser goes from there. */
  async finish(browser: Browser, back: URL): Promise<string> {
    const params = { nextauth: ["callback", "google"] };
    const answer = await browser.ask(GET, `${back.pathname}${back.search}`, params);
    return answer.headers.get("location") ?? "";
  }

  /** All of it, in one browser. */
  async signIn(browser: Browser, account: string, callbackUrl = "/"): Promise<string> {
    return this.finish(browser, await this.consent(await this.begin(browser, callbackUrl), account));
  }

  /** As if everybody had signed in eleven minutes ago. */
  async ageSessions(): Promise<void> {
    await this.reader.query("update session set created_at = created_at - interval '11 minutes'");
  }

  async traces(): Promise<{ people: number; identities: number; sessions: number }> {
    const [found] = (
      await this.reader.query(
        `select (select count(*)::int from person) as people, (select count(*)::int from identity) as identities,
                (select count(*)::int from session) as sessions`,
      )
    ).rows;
    return found;
  }
}
