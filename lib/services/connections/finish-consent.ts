import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { tokenHash } from "@/lib/auth/token";
import type { Grant, OAuthProvider } from "@/lib/connectors/oauth";
import { type ConnectAttempt, insertAttempt, type Traveller, takeAttempt } from "@/lib/db/connect-attempts";
import { findConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { credentialsOf } from "@/lib/reach/kept-access";
import { oauthProvider } from "@/lib/reach/ways-out";
import { sealCredentials } from "@/lib/vault/vault";
import { connectionNotFound } from "./connection-id";
import { CONNECTOR_OF } from "./connection-view";
import { redirectUri, verifierOf } from "./consent-proof";
import { type ConsentReturn, verdictOf } from "./consent-return";
import { storeConnection } from "./create-connection";
import { type OfferedAccess, replaceAccess } from "./replace-access";
import { ATTEMPT_MS, type ConsentKind, consentFiles } from "./start-consent";
import { tryCredentials } from "./try-credentials";

/** What became of it; `returnTo` is where its person came from. */
export type Consented = { readonly returnTo: string | null } & (
  | { readonly outcome: "connected" | "reconnected"; readonly connectionId: string }
  | { readonly outcome: "other-account"; readonly offerId: string }
  | { readonly outcome: "declined" | "failed" | "expired" }
  | { readonly outcome: "missing"; readonly missing: readonly string[] }
  | { readonly outcome: "refused"; readonly error: AppError }
);

/**
 * Takes what a provider sent back: exchanges the code, looks whether all was agreed to that a sync needs, tries the
 * access, and makes or reconnects the connection. Every ending that a person may meet is a value.
 */
export async function finishConsent(
  caller: Caller,
  { kind, sessionHash, came }: { kind: ConsentKind; sessionHash: string; came: ConsentReturn },
  now = new Date(),
): Promise<Consented> {
  authorize(caller, "connection:write");
  const verdict = verdictOf(came);
  if (verdict.state === null) return { outcome: "expired", returnTo: null };
  const stateHash = tokenHash(verdict.state);
  const by = { personRef: caller.actor.ref, sessionHash, kind, now };
  const attempt = await withOrg(caller.organizationId, (db) => takeAttempt(db, stateHash, by));
  if (!attempt) return { outcome: "expired", returnTo: null };
  const { returnTo } = attempt;
  if (verdict.verdict !== "go-on") return { outcome: verdict.verdict, returnTo };
  const provider = oauthProvider(CONNECTOR_OF[kind]);
  if (!provider) return { outcome: "failed", returnTo };
  try {
    const grant = await provider.exchange({
      code: verdict.code,
      redirectUri: redirectUri(kind),
      verifier: verifierOf(verdict.state),
    });
    const missing = provider.missingFrom(grant.scopes, consentFiles(attempt.files));
    if (missing.length > 0) return { outcome: "missing", missing, returnTo };
    return { ...(await takeUp(caller, attempt, { provider, grant, now })), returnTo };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.kind === "internal") throw thrown;
    return { outcome: "refused", error: thrown, returnTo };
  }
}

type TakenUp =
  | { readonly outcome: "connected" | "reconnected"; readonly connectionId: string }
  | { readonly outcome: "other-account"; readonly offerId: string };

async function takeUp(
  caller: Caller,
  attempt: ConnectAttempt,
  { provider, grant, now }: { provider: OAuthProvider; grant: Grant; now: Date },
): Promise<TakenUp> {
  const credentials = credentialsOf(grant, null);
  const tried = await tryCredentials(provider.kind, credentials);
  const label = tried.account?.name ?? "connected by consent";
  const offered: OfferedAccess = { credentials, tried, label, by: "consent", scopes: grant.scopes ?? [] };
  const connectionId = publicId("con", attempt.connectionId);
  if (!attempt.reconnects) {
    const name = label.slice(0, 100);
    await storeConnection(caller, { id: attempt.connectionId, kind: provider.kind, name, ...offered }, now);
    return { outcome: "connected", connectionId };
  }
  const connection = await withOrg(caller.organizationId, (db) => findConnection(db, attempt.connectionId));
  if (!connection) throw connectionNotFound();
  const replaced = await replaceAccess(caller, connection, { offered, agreed: false }, now);
  if (replaced.outcome === "reconnected") return { outcome: "reconnected", connectionId };
  return { outcome: "other-account", offerId: await keepOffer(caller, attempt, { offered, now }) };
}

/** The access waits, sealed for itself, until its person has said whether the other account is meant. */
async function keepOffer(
  caller: Caller,
  attempt: ConnectAttempt,
  { offered, now }: { offered: OfferedAccess; now: Date },
): Promise<string> {
  const id = newUuid();
  const place = { organizationId: caller.organizationId, connectionId: id };
  const [sealed] = await sealCredentials(place, { offered });
  const by: Traveller = { personRef: attempt.personRef, sessionHash: attempt.sessionHash };
  const { kind, connectionId, returnTo, files } = attempt;
  const expiresAt = new Date(now.getTime() + ATTEMPT_MS);
  const kept = {
    id,
    kind,
    connectionId,
    returnTo,
    files,
    reconnects: true,
    expiresAt,
    stateHash: null,
    ...by,
  };
  await withOrg(caller.organizationId, (db) =>
    insertAttempt(db, caller.organizationId, { ...kept, sealedOffer: sealed?.sealed ?? null }),
  );
  return id;
}
