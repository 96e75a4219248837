import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { newToken, tokenHash } from "@/lib/auth/token";
import type { Files } from "@/lib/connectors/oauth";
import { insertAttempt } from "@/lib/db/connect-attempts";
import { findConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import { oauthProvider } from "@/lib/reach/ways-out";
import { requireConnectionRoom } from "../organizations/plan-limits";
import { connectionNotFound, connectionUuid } from "./connection-id";
import { CONNECTOR_OF } from "./connection-view";
import { challengeOf, redirectUri, stateOf, verifierOf } from "./consent-proof";

/** The systems that a person can agree to a connection at. */
export type ConsentKind = "notion" | "google";

export const consentKind = (text: string): ConsentKind | null =>
  text === "notion" || text === "google" ? text : null;

/** Which systems this installation has a client with. */
export const consentKinds = (): readonly ConsentKind[] =>
  (["notion", "google"] as const).filter((kind) => oauthProvider(CONNECTOR_OF[kind]) !== null);

/** What people may leave unticked, in words: nothing else is shown as missing, whatever a page's address says. */
export const consentParts = (): readonly string[] =>
  consentKinds().flatMap((kind) => oauthProvider(CONNECTOR_OF[kind])?.parts ?? []);

export const consentFiles = (text: string | null): Files | null =>
  text === "picked" || text === "all" ? text : null;

/** How long a person may take at the provider. */
export const ATTEMPT_MS = 10 * 60_000;

interface Start {
  readonly kind: ConsentKind;
  /** The hash of the browser's session. */
  readonly sessionHash: string;
  /** The connection that is to be reconnected; null = a new one. */
  readonly connectionId: string | null;
  /** Which files are to be opened; null = what the provider offers first. */
  readonly files: Files | null;
  readonly returnTo: string;
}

/**
 * Where to send the browser so that its person agrees to a connection. What comes back is taken once, within ten
 * minutes, from the same person in the same session, for the same organization.
 */
export async function startConsent(caller: Caller, start: Start, now = new Date()): Promise<string> {
  authorize(caller, "connection:write");
  const { kind, sessionHash, returnTo } = start;
  const provider = oauthProvider(CONNECTOR_OF[kind]);
  if (!provider)
    throw new AppError("invalid-input", "This installation has no client with this system.", {
      remedy: "Connect with a token or a key, or ask whoever runs this installation.",
    });
  const files = provider.files.find((one) => one === start.files) ?? provider.files[0] ?? null;
  const state = stateOf(caller.organizationId, newToken());
  await withOrg(caller.organizationId, async (db) => {
    const uuid = start.connectionId === null ? null : connectionUuid(start.connectionId);
    const connection = uuid && (await findConnection(db, uuid));
    if (uuid && (!connection || connection.kind !== provider.kind)) throw connectionNotFound();
    if (!uuid) await requireConnectionRoom(db, caller.organizationId);
    await insertAttempt(db, caller.organizationId, {
      id: newUuid(),
      stateHash: tokenHash(state),
      personRef: caller.actor.ref,
      sessionHash,
      kind,
      connectionId: uuid ?? newUuid(),
      reconnects: uuid !== null,
      returnTo,
      sealedOffer: null,
      files,
      expiresAt: new Date(now.getTime() + ATTEMPT_MS),
    });
  });
  return provider.authorizeUrl({
    redirectUri: redirectUri(kind),
    state,
    challenge: challengeOf(verifierOf(state)),
    files,
  });
}
