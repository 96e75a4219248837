import { DEFAULT_SETTINGS } from "./google/settings";
import type { SandboxService } from "./service";
import type { Store } from "./store";

/** What opens both pretended workspaces. The Notion and refresh tokens last as long as the folder. */
export interface FirstAccess {
  readonly notionToken: string;
  readonly googleAccessToken: string;
  readonly googleRefreshToken: string;
}

type Lasting = Omit<FirstAccess, "googleAccessToken">;

const ACCOUNT = "owner@example.com";

/**
 * The tokens that see everything, made at the first start of a folder and then the same at each. The access
 * token of Google lives an hour, so each start gets a fresh one for the same consent; a consent that was revoked
 * meanwhile is given anew.
 */
export async function firstAccess(
  store: Store,
  { notion, google }: { readonly notion: SandboxService; readonly google: SandboxService },
): Promise<FirstAccess> {
  const [known] = store.all<Lasting>("access");
  const fresh = known && (await refreshed(google, known.googleRefreshToken));
  if (known && fresh !== undefined) return { ...known, googleAccessToken: fresh };
  const notionToken = known?.notionToken ?? newNotionToken(notion);
  const { accessToken, refreshToken } = google.control("create-account", { email: ACCOUNT }) as {
    accessToken: string;
    refreshToken: string;
  };
  const lasting: Lasting = { notionToken, googleRefreshToken: refreshToken };
  store.put("access", "first", lasting);
  return { ...lasting, googleAccessToken: accessToken };
}

const newNotionToken = (notion: SandboxService): string =>
  (notion.control("create-workspace-token", { name: "ChittySync" }) as { token: string }).token;

async function refreshed(google: SandboxService, refreshToken: string): Promise<string | undefined> {
  const [client] = DEFAULT_SETTINGS.clients;
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    client_id: client?.clientId ?? "",
    client_secret: client?.clientSecret ?? "",
  });
  const answer = await google.handle({
    method: "POST",
    url: new URL("http://sandbox.local/token"),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.from(form.toString()),
  });
  if (!("status" in answer) || answer.status !== 200) return undefined;
  return (JSON.parse(answer.body.toString()) as { access_token: string }).access_token;
}
