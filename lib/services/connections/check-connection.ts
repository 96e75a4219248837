import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Check, Connector } from "@/lib/connectors/connector";
import { holdAccess } from "@/lib/db/connection-access";
import {
  changeConnection,
  ENDED,
  endAccess,
  findConnection,
  noteConnectionState,
  type StoredConnection,
} from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import type { Lane } from "@/lib/egress/rate-budget";
import { asAppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { refusalIn } from "@/lib/reach/note-refusals";
import { refusedEntry } from "@/lib/reach/renew-access";
import { TRY_MS, tryConnection } from "@/lib/reach/try-connection";
import { callerEntry } from "../audit/caller-entry";
import { connectionNotFound, connectionUuid } from "./connection-id";
import { resumeRegistries } from "./resume-registries";
import { accountOf } from "./try-credentials";

/**
 * The check list of the wizard's first step: every line with its remedy, and the connection's state noted. One that was
 * refused and is accepted again starts the registries that waited for it.
 */
export async function checkConnection(
  caller: Caller,
  id: string,
  now = new Date(),
): Promise<readonly Check[]> {
  authorize(caller, "connection:write");
  const connection = await withOrg(caller.organizationId, (db) => findConnection(db, connectionUuid(id)));
  if (!connection) throw connectionNotFound();
  const checks = await tryAgain(caller.organizationId, connection, { now, lane: "interactive" });
  const target = { type: "connection", ref: id };
  const payload = { failed: checks.find(({ ok }) => ok === false)?.name ?? null };
  await withOrg(caller.organizationId, (db) =>
    record(db, [callerEntry(caller, { action: "connection.checked", target, payload })], now),
  );
  return checks;
}

/** Tries a connection once more and notes what was found, as far as it is still of the connection's access. */
export async function tryAgain(
  organizationId: string,
  connection: StoredConnection,
  {
    now,
    tryMs = TRY_MS,
    lane = "background",
  }: { readonly now: Date; readonly tryMs?: number; readonly lane?: Lane },
): Promise<readonly Check[]> {
  const place = { organizationId, connectionId: connection.id, lane };
  const look = (connector: Connector) => checked(connector, connection);
  const { checks, account } = await tryConnection(place, look, tryMs);
  const held = await withOrg(organizationId, async (db) => {
    const current = await holdAccess(db, connection);
    if (!current) return null;
    if (account !== null && current.accountId === null)
      await changeConnection(db, current.id, { accountId: account.id, accountName: account.name });
    await noteChecks(db, { connection: current, checks, now });
    return current;
  });
  // Before it was opened, which may already have ended the wait for a key, or since.
  const hadEnded = held !== null && [connection, held].some(hasEnded);
  if (hadEnded && (checks.every(({ ok }) => ok !== false) || isAccepted(checks)))
    await resumeRegistries(organizationId, connection.id, now);
  return checks;
}

const hasEnded = ({ status }: StoredConnection): boolean => ENDED.some((one) => one === status);

export const isAccepted = (checks: readonly Check[]): boolean =>
  checks.some(({ name, ok }) => name === "authorized" && ok === true);

async function checked(connector: Connector, { accountId }: StoredConnection) {
  try {
    const checks = await connector.check();
    const account = isAccepted(checks) && accountId === null ? await accountOf(connector) : null;
    return { checks, account };
  } catch (thrown) {
    throw asAppError(thrown);
  }
}

/** What could not be tried leaves the state as it was; only a refusal ends it, and only acceptance mends it. */
async function noteChecks(
  db: Parameters<typeof noteConnectionState>[0],
  { connection, checks, now }: { connection: StoredConnection; checks: readonly Check[]; now: Date },
): Promise<void> {
  const { id, kind } = connection;
  const refused = refusalIn(checks);
  const problem = checks.find((check) => check.ok === false)?.message ?? null;
  const ended = ENDED.find((one) => one === connection.status) ?? "working";
  const status = isAccepted(checks) ? "working" : ended;
  if (refused === null) return noteConnectionState(db, id, { status, problem, at: now });
  const isNew = await endAccess(db, id, { status: "reconnect-needed", problem: refused.message, at: now });
  if (!isNew) return noteConnectionState(db, id, { status: "reconnect-needed", problem, at: now });
  const target = { type: "connection", ref: publicId("con", id) };
  await record(db, [refusedEntry(target, { kind, problem: refused.message, found: "check" })], now);
}
