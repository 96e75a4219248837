import "server-only";
import { timingSafeEqual } from "node:crypto";
import { placeFlow, type StoredFlow, takeFlow } from "@/lib/db/sign-in-flows";
import { isToken, newToken, tokenHash } from "./token";

const FLOW_MS = 10 * 60_000;
export const FLOW_SECONDS = FLOW_MS / 1000;

/** The cookie that binds a flow to the browser that began it; named like the session's. */
export function flowCookie(appUrl: string) {
  const secure = new URL(appUrl).protocol === "https:";
  return {
    name: secure ? "__Host-chittysync_flow" : "chittysync_flow",
    attributes: { httpOnly: true, sameSite: "lax", secure, path: "/", maxAge: FLOW_SECONDS },
  } as const;
}

export interface BegunFlow {
  /** OIDC's state, or the id of a SAML request: comes back with the answer. */
  readonly key: string;
  readonly nonce: string;
  /** PKCE's. */
  readonly verifier: string;
  /** For the cookie. */
  readonly browser: string;
}

type Beginning = Pick<StoredFlow, "providerId" | "organizationId" | "personId" | "returnTo"> & {
  /** What the browser's cookie says already: two tabs may be on the way at once. */
  readonly browser: string | undefined;
  /** Where the protocol has its own form of it. */
  readonly key?: string;
};

/** Sends somebody on the way to a provider; hashes are stored, and for ten minutes. */
export async function beginFlow(beginning: Beginning, now = new Date()): Promise<BegunFlow> {
  const { providerId, organizationId, personId, returnTo } = beginning;
  const begun = {
    key: beginning.key ?? newToken(),
    nonce: newToken(),
    verifier: newToken(),
    browser: isToken(beginning.browser) ? beginning.browser : newToken(),
  };
  const { nonce, verifier } = begun;
  const flow = { providerId, organizationId, personId, returnTo, nonce, verifier };
  await placeFlow(
    tokenHash(begun.key),
    { ...flow, browserHash: tokenHash(begun.browser) },
    new Date(now.getTime() + FLOW_MS),
  );
  return begun;
}

/** The flow that an answer belongs to, once; null for one that is unknown, used or over. */
export const endFlow = (key: string): Promise<StoredFlow | null> => takeFlow(tokenHash(key));

/** Whether this browser began the flow, by its cookie. */
export function isOfBrowser({ browserHash }: StoredFlow, cookie: string | undefined): boolean {
  const [stored, own] = [Buffer.from(browserHash), Buffer.from(tokenHash(cookie ?? ""))];
  return stored.length === own.length && timingSafeEqual(stored, own);
}
