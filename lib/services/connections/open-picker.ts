import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { ConnectorKind } from "@/lib/connectors/connector";
import { pickerOf } from "@/lib/connectors/registry";
import { findConnection } from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { livingToken } from "@/lib/reach/living-token";
import { providers } from "@/lib/reach/ways-out";
import { callerEntry } from "../audit/caller-entry";
import { connectionNotFound, connectionUuid } from "./connection-id";

/** What a browser opens Google's dialog with. */
export interface PickerAccess {
  readonly scriptUrl: string;
  /** The Cloud project's number; null = our client's id does not tell. */
  readonly appId: string | null;
  /** Opens the files that its person has picked and nothing else, for an hour at most; it cannot be renewed. */
  readonly token: string;
}

/**
 * Hands the browser what it needs to let a person pick spreadsheets. The one place from which a token leaves, so only
 * one that opens nothing but what was picked, and only to who may change connections. Throws AppError `invalid-input`
 * for a connection that has no such token, `connection-broken` for one whose access is over.
 */
export async function openPicker(caller: Caller, id: string, now = new Date()): Promise<PickerAccess> {
  authorize(caller, "connection:write");
  const { organizationId } = caller;
  const connection = await withOrg(organizationId, (db) => findConnection(db, connectionUuid(id)));
  if (!connection) throw connectionNotFound();
  const kind = connection.kind as ConnectorKind;
  // Before anything is opened: most connections have no dialog at all.
  if (pickerOf(kind, connection.scopes, providers()) === null) throw nothingToPick();
  const living = await livingToken({ organizationId, connectionId: connection.id, kind });
  if (living === null)
    throw new AppError("connection-broken", "Google no longer accepts this connection.", {
      remedy: "Reconnect it, then choose.",
    });
  const place = pickerOf(kind, living.scopes, providers());
  if (place === null) throw nothingToPick();
  const target = { type: "connection", ref: id };
  await withOrg(organizationId, (db) =>
    record(db, [callerEntry(caller, { action: "connection.picker-opened", target, payload: {} })], now),
  );
  return { ...place, token: living.token };
}

const nothingToPick = (): AppError =>
  new AppError("invalid-input", "This connection does not open chosen spreadsheets only.", {
    remedy: "Connect Google with the spreadsheets that you choose, or find a spreadsheet by its URL.",
  });
