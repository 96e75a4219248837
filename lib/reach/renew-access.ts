import "server-only";
import type { ConnectorKind } from "@/lib/connectors/connector";
import type { Renewal } from "@/lib/connectors/oauth";
import { queueBriefly } from "@/lib/db/connection-access";
import { endAccess, replaceCredentials, sealedCredentials } from "@/lib/db/connections";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { openCredentials, sealCredentials } from "@/lib/vault/vault";
import { credentialsOf, type KeptAccess, keptAccessIn } from "./kept-access";
import { Lanes } from "./lanes";
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

/** How long one renewal may take, in ms. */
interface Bounds {
  /** For its turn at the row. */
  readonly lock: number;
  /** Until the provider is asked: afterwards its answer might come too late to be stored, and it gives it only once. */
  readonly ask: number;
  /** In all: what is left of it when the provider is asked is enough for its answer (10 s) and for sealing that (5 s). */
  readonly all: number;
}

const BOUNDS: Bounds = { lock: 8_000, ask: 12_000, all: 30_000 };

/** Each holds one of the process's few connections to the database over a call to a provider. */
const AT_ONCE = 3;
const PATIENCE_MS = 20_000;

interface Renewals {
  /** Renewals under way in this process, so that it waits for the row once. */
  readonly underWay: Map<string, Promise<KeptAccess | null>>;
  /**
   * Answers that a refresh token got and that could not be stored, by that token: where tokens rotate, the provider gives
   * this answer only once. Whoever renews next in this process stores it instead of asking again.
   */
  readonly unstored: Map<string, Renewal>;
  readonly lanes: Lanes;
}

// One per process: a server's parts are bundled by themselves, each with modules of its own.
const shared = globalThis as unknown as { chittysyncRenewals?: Renewals };

function renewals(): Renewals {
  shared.chittysyncRenewals ??= {
    underWay: new Map(),
    unstored: new Map(),
    lanes: new Lanes(AT_ONCE, PATIENCE_MS),
  };
  return shared.chittysyncRenewals;
}

/**
 * A newer access than the one whose token is `stale`; null when the provider gives none any more, which is then noted on
 * the connection and its registries. However many ask at once, in however many processes, the provider is asked once.
 * Throws AppError `upstream-unavailable` where the provider does not answer or others hold it up.
 */
export function renewAccess(place: KeptPlace, stale: string | null): Promise<KeptAccess | null> {
  const { underWay } = renewals();
  const known = underWay.get(place.connectionId);
  if (known) return known;
  const renewal = renewInTurn(place, stale).finally(() => underWay.delete(place.connectionId));
  underWay.set(place.connectionId, renewal);
  return renewal;
}

/**
 * The row is locked over the call to the provider: so the others wait and find the new token, and a refresh token that
 * was used is replaced before anybody can use it again. So the provider is asked only while there is time for all of it.
 */
export async function renewInTurn(
  place: KeptPlace,
  stale: string | null,
  bounds = BOUNDS,
): Promise<KeptAccess | null> {
  const { lanes, unstored } = renewals();
  const done = await lanes.hold(() =>
    withOrg(place.organizationId, (db) => renewed(db, place, { stale, bounds }), bounds.all),
  );
  if (done === null || !("used" in done)) return done;
  if (done.used !== null) unstored.delete(done.used);
  return done.access;
}

/** What `renewInTurn` does in its transaction; `used` = the refresh token whose answer is stored once that ends well. */
async function renewed(
  db: Scoped,
  place: KeptPlace,
  { stale, bounds }: { readonly stale: string | null; readonly bounds: Bounds },
): Promise<KeptAccess | { readonly used: string | null; readonly access: KeptAccess | null } | null> {
  const { organizationId, connectionId } = place;
  const askBy = performance.now() + bounds.ask;
  await queueBriefly(db, connectionId, bounds.lock);
  const sealed = await sealedCredentials(db, connectionId);
  const before = keptAccessIn(await openCredentials({ organizationId, connectionId }, sealed));
  // Without credentials somebody disconnected it meanwhile.
  if (before === null) return null;
  if (before.accessToken !== null && before.accessToken !== stale) return before;
  if (performance.now() >= askBy) throw tooLate();
  const answer = await answerTo(place, before);
  if (answer.outcome === "refused") {
    await noteEnd(db, place);
    return null;
  }
  const credentials = credentialsOf(answer.grant, before);
  const resealed = await sealCredentials({ organizationId, connectionId }, credentials);
  await replaceCredentials(db, { organizationId, connectionId }, resealed);
  return { used: before.refreshToken, access: keptAccessIn(credentials) };
}

const tooLate = (): AppError =>
  new AppError("upstream-unavailable", "The connection's access could not be renewed in time.", {
    remedy: "Try again in a minute.",
  });

async function answerTo({ kind }: KeptPlace, { refreshToken }: KeptAccess): Promise<Renewal> {
  const provider = oauthProvider(kind);
  if (provider === null || refreshToken === null) return { outcome: "refused" };
  const { unstored } = renewals();
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
