import "server-only";
import type { ConnectorKind } from "@/lib/connectors/connector";
import { isAccountShared, type StoredConnection, sealedCredentials } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { AppError, asAppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { log } from "@/lib/log";
import { type KeptAccess, keptAccessIn } from "@/lib/reach/kept-access";
import { oauthProvider } from "@/lib/reach/ways-out";
import { openCredentials } from "@/lib/vault/vault";
import { revocationOf } from "./revocation";

/**
 * Tells the provider that a consent is over, where nothing else of ours uses it. Answers what the ledger says of that:
 * neither a provider that does not answer nor a vault without its key keeps anybody from disconnecting. The credentials
 * stay; whoever ends them drops them.
 */
export async function endConsent(organizationId: string, connection: StoredConnection): Promise<string> {
  const access = await accessOf(organizationId, connection.id);
  if (access === "sealed") return "not revoked: the credentials could not be opened";
  const provider = oauthProvider(connection.kind as ConnectorKind);
  const { accountId } = connection;
  const revocation = revocationOf({
    hasConsent: access !== null,
    hasProvider: provider !== null,
    revokesWholeAccount: provider?.revokesWholeAccount ?? false,
    isAccountShared: accountId !== null && (await isAccountShared({ ...connection, accountId })),
  });
  const token = access?.refreshToken ?? access?.accessToken ?? null;
  if (revocation === "keep") return "kept: another connection uses the account";
  if (revocation === "none" || provider === null || token === null) return "nothing to revoke";
  try {
    return (await provider.revoke(token)) ? "revoked" : "unknown to the provider";
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.kind === "internal") throw error;
    return "the provider did not answer";
  }
}

/** What is to be revoked: null where there is no consent, "sealed" where the vault does not open it. */
async function accessOf(organizationId: string, connectionId: string): Promise<KeptAccess | "sealed" | null> {
  const sealed = await withOrg(organizationId, (db) => sealedCredentials(db, connectionId));
  if (sealed.length === 0) return null;
  try {
    return keptAccessIn(await openCredentials({ organizationId, connectionId }, sealed));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log("warn", "consent.not-opened", { connection: publicId("con", connectionId), error });
    return "sealed";
  }
}
