import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type ConnectAttempt, findOffer, takeOffer } from "@/lib/db/connect-attempts";
import { findConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import { openCredentials } from "@/lib/vault/vault";
import { connectionNotFound } from "./connection-id";
import { type OfferedAccess, type OtherAccount, otherAccount, replaceAccess } from "./replace-access";

/** What a person is asked about after he agreed with another account than the connection's; null when it is over. */
export async function findOtherAccount(
  caller: Caller,
  offer: { readonly id: string; readonly sessionHash: string },
  now = new Date(),
): Promise<OtherAccount | null> {
  authorize(caller, "connection:write");
  if (!isUuid(offer.id)) return null;
  const by = { personRef: caller.actor.ref, sessionHash: offer.sessionHash, now };
  const found = await withOrg(caller.organizationId, async (db) => {
    const attempt = await findOffer(db, offer.id, by);
    const connection = attempt && (await findConnection(db, attempt.connectionId));
    return attempt && connection ? { attempt, connection } : null;
  });
  if (!found) return null;
  const { tried } = await opened(caller, found.attempt);
  return otherAccount(found.connection, tried.account?.name ?? null);
}

/** Replaces the connection's access by the other account's, which its person has agreed to. Throws AppError `stale`. */
export async function acceptOtherAccount(
  caller: Caller,
  offer: { readonly id: string; readonly sessionHash: string },
  now = new Date(),
): Promise<void> {
  authorize(caller, "connection:write");
  const by = { personRef: caller.actor.ref, sessionHash: offer.sessionHash, now };
  const { attempt, connection } = await withOrg(caller.organizationId, async (db) => {
    const taken = isUuid(offer.id) ? await takeOffer(db, offer.id, by) : null;
    return { attempt: taken, connection: taken && (await findConnection(db, taken.connectionId)) };
  });
  if (!attempt)
    throw new AppError("stale", "This question is over.", { remedy: "Start reconnecting again." });
  if (!connection) throw connectionNotFound();
  const offered = await opened(caller, attempt);
  await replaceAccess(caller, connection, { offered, agreed: true }, now);
}

async function opened(
  { organizationId }: Caller,
  { connectionId, offered: sealed }: ConnectAttempt,
): Promise<OfferedAccess> {
  const stored = [{ field: "offered", sealed: sealed ?? "" }];
  const { offered } = await openCredentials({ organizationId, connectionId }, stored);
  return offered as OfferedAccess;
}
