import "server-only";
import type { Caller } from "@/lib/auth/policy";
import { nextAccess } from "@/lib/db/connection-access";
import {
  changeConnection,
  findConnection,
  noteConnectionState,
  queueForCredentials,
  replaceCredentials,
  type StoredConnection,
} from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import { publicId } from "@/lib/ids";
import { type Credentials, sealCredentials } from "@/lib/vault/vault";
import { callerEntry } from "../audit/caller-entry";
import { matchAccounts } from "./account-match";
import { connectionNotFound } from "./connection-id";
import { resumeRegistries } from "./resume-registries";
import type { Tried } from "./try-credentials";

/** Access that was tried and may take a connection's place. */
export interface OfferedAccess {
  readonly credentials: Credentials;
  readonly tried: Tried;
  readonly label: string;
  readonly by: "credentials" | "consent";
  /** What was agreed to, where the provider has scopes. */
  readonly scopes: readonly string[];
}

/** Both accounts by name, for the person who decides. */
export interface OtherAccount {
  readonly connection: string;
  readonly before: string;
  readonly after: string;
}

export type Reconnected =
  | { readonly outcome: "reconnected"; readonly started: number }
  | { readonly outcome: "other-account"; readonly accounts: OtherAccount };

/**
 * Puts new access in the place of a connection's, and starts what waited for it. Where it opens another account than
 * before, nothing is changed unless that is what was agreed to: registries would find other tables, or the same ids
 * elsewhere. The caller was authorised.
 */
export async function replaceAccess(
  caller: Caller,
  connection: StoredConnection,
  { offered, agreed }: { readonly offered: OfferedAccess; readonly agreed: boolean },
  now: Date,
): Promise<Reconnected> {
  const { credentials, tried, label, by, scopes } = offered;
  const known = connection.accountId === null ? null : { id: connection.accountId };
  const isOther = matchAccounts(known, tried.account) === "other";
  if (isOther && !agreed)
    return { outcome: "other-account", accounts: otherAccount(connection, tried.account?.name ?? null) };
  const { organizationId } = caller;
  const place = { organizationId, connectionId: connection.id };
  const sealed = await sealCredentials(place, credentials);
  await withOrg(organizationId, async (db) => {
    // A renewal that is under way must not store its answer over these.
    await queueForCredentials(db, connection.id);
    if (!(await findConnection(db, connection.id))) throw connectionNotFound();
    await replaceCredentials(db, place, sealed);
    await nextAccess(db, connection.id);
    const account = { accountId: tried.account?.id ?? null, accountName: tried.account?.name ?? null };
    await changeConnection(db, connection.id, { label, scopes, ...account });
    await noteConnectionState(db, connection.id, { status: "working", problem: tried.problem, at: now });
    const target = { type: "connection", ref: publicId("con", connection.id) };
    const payload = {
      by,
      account: account.accountName,
      before: connection.accountName,
      otherAccount: isOther,
    };
    await record(db, [callerEntry(caller, { action: "connection.reconnected", target, payload })], now);
  });
  return { outcome: "reconnected", started: await resumeRegistries(organizationId, connection.id, now) };
}

export const otherAccount = (connection: StoredConnection, after: string | null): OtherAccount => ({
  connection: connection.name,
  before: connection.accountName ?? connection.label,
  after: after ?? "an account that does not tell its name",
});
