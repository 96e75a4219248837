import "server-only";
import type { ConnectorKind } from "@/lib/connectors/connector";
import type { Renewal } from "@/lib/connectors/oauth";
import { endAccess, queueForCredentials, replaceCredentials, sealedCredentials } from "@/lib/db/connections";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { newUuid, publicId } from "@/lib/ids";
import { openCredentials, sealCredentials } from "@/lib/vault/vault";
import { credentialsOf, type KeptAccess, keptAccessIn } from "./kept-access";
import { oauthProvider } from "./ways-out";

export interface KeptPlace {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly kind: ConnectorKind;
}

const WORDS: Partial<Record<ConnectorKind, string>> = {
  notion: "Notion no longer accepts this connection: the access was taken back or has ended.",
  "google-sheets": "Google no longer accepts this connection: the access was taken back or has ended.",
};

/** Renewals under way in this process, so that it waits for the row once. */
const underWay = new Map<string, Promise<KeptAccess | null>>();

/**
 * Answers that a refresh token got and that could not be stored, by that token: where tokens rotate, the provider gives
 * this answer only once. Whoever renews next in this process stores it instead of asking again.
 */
const unstored = new Map<string, Renewal>();

/**
 * A newer access than the one whose token is `stale`; null when the provider gives none any more, which is then noted on
 * the connection and its registries. However many ask at once, in however many processes, the provider is asked once.
 */
export function renewAccess(place: KeptPlace, stale: string | null): Promise<KeptAccess | null> {
  const known = underWay.get(place.connectionId);
  if (known) return known;
  const renewal = renewInTurn(place, stale).finally(() => underWay.delete(place.connectionId));
  underWay.set(place.connectionId, renewal);
  return renewal;
}

/**
 * The row is locked over the call to the provider: so the others wait and find the new token, and a refresh token that
 * was used is replaced before anybody can use it again. The call is bounded far below the transaction.
 */
export function renewInTurn(place: KeptPlace, stale: string | null): Promise<KeptAccess | null> {
  const { organizationId, connectionId } = place;
  return withOrg(organizationId, async (db) => {
    await queueForCredentials(db, connectionId);
    const sealed = await sealedCredentials(db, connectionId);
    const before = keptAccessIn(await openCredentials({ organizationId, connectionId }, sealed));
    // Without credentials somebody disconnected it meanwhile.
    if (before === null) return null;
    if (before.accessToken !== null && before.accessToken !== stale) return before;
    const answer = await answerTo(place, before);
    if (answer.outcome === "refused") {
      await noteEnd(db, place);
      return null;
    }
    const credentials = credentialsOf(answer.grant, before);
    await replaceCredentials(
      db,
      { organizationId, connectionId },
      await sealCredentials({ organizationId, connectionId }, credentials),
    );
    return { used: before.refreshToken, access: keptAccessIn(credentials) };
  }).then((done) => {
    if (done === null || !("used" in done)) return done;
    if (done.used !== null) unstored.delete(done.used);
    return done.access;
  });
}

async function answerTo({ kind }: KeptPlace, { refreshToken }: KeptAccess): Promise<Renewal> {
  const provider = oauthProvider(kind);
  if (provider === null || refreshToken === null) return { outcome: "refused" };
  const answer = unstored.get(refreshToken) ?? (await provider.renew(refreshToken));
  if (answer.outcome === "granted") unstored.set(refreshToken, answer);
  return answer;
}

async function noteEnd(db: Scoped, { organizationId: _, connectionId, kind }: KeptPlace): Promise<void> {
  const at = new Date();
  const problem = WORDS[kind] ?? "This connection is no longer accepted.";
  if (!(await endAccess(db, connectionId, { status: "reconnect-needed", problem, at }))) return;
  const target = { type: "connection", ref: publicId("con", connectionId) };
  await record(db, [refusedEntry(target, { kind, problem, found: "renewal" })], at);
}

/** What the ledger keeps when a system ends a connection's access. */
export const refusedEntry = (target: { readonly type: string; readonly ref: string }, payload: object) => ({
  actor: { type: "system" as const, ref: "system" },
  action: "connection.refused" as const,
  outcome: "failed" as const,
  target,
  source: null,
  destination: null,
  requestId: newUuid(),
  runId: null,
  payload,
});
