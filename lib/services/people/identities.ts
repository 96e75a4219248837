import "server-only";
import { recordEverywhere } from "@/lib/auth/sign-in-ledger";
import { identitiesOf, type StoredIdentity, unlinkIdentity } from "@/lib/db/people";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { type Account, endOtherSessions } from "./account";

/** Who a person is elsewhere, and so a way into the account beside the link in the mail. */
export interface IdentityView {
  readonly id: string;
  readonly name: string;
  readonly linkedAt: string;
  /** Null where nobody has come by it since, or it is not noted. */
  readonly usedAt: string | null;
}

/** The last linked first. */
export async function listIdentities({ personId }: Pick<Account, "personId">): Promise<IdentityView[]> {
  return (await identitiesOf(personId)).map((identity) => ({
    id: publicId("idn", identity.id),
    name: nameOf(identity),
    linkedAt: identity.linkedAt.toISOString(),
    usedAt: identity.usedAt?.toISOString() ?? null,
  }));
}

function nameOf({ issuer, providerName, organizationName }: StoredIdentity): string {
  if (issuer === "google") return "Google";
  if (providerName !== null) return `${providerName} of ${organizationName}`;
  return URL.canParse(issuer) && issuer.startsWith("https:")
    ? new URL(issuer).host
    : "A company's sign-in that was deleted";
}

/**
 * Takes a way in away; the link in the mail stays one. Whoever came by it may be signed in somewhere, so all sessions but
 * the one that asks end too. Throws AppError `not-found` for another's.
 */
export async function unlinkOwnIdentity(account: Account, id: string, now = new Date()): Promise<void> {
  const { personId } = account;
  const uuid = uuidOf("idn", id);
  const unlinked = uuid === null ? null : await unlinkIdentity(personId, uuid);
  if (unlinked === null) throw new AppError("not-found", "There is no such way in.");
  const { issuer, providerId } = unlinked;
  const payload = { provider: providerId === null ? issuer : publicId("idp", providerId) };
  await recordEverywhere({ personId, action: "identity.unlinked", payload, now });
  await endOtherSessions(account, now);
}
