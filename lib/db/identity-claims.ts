import "server-only";
import { resolver } from "./control";

/** An identity that a provider has told, until the person whose address it names says that it is his. */
export interface StoredClaim {
  /** Of the token in the mail. */
  readonly tokenHash: string;
  readonly providerId: string;
  readonly organizationId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly name: string;
  /** Whose it would become; null: nobody has the address yet. */
  readonly personId: string | null;
  /** A path of ours. */
  readonly returnTo: string;
}

/** Takes the place of an older one of the same identity. `browserHash`: of the token in the browser's cookie. */
export async function placeClaim(claim: StoredClaim, browserHash: string, expiresAt: Date): Promise<void> {
  await resolver().$executeRaw`
    select resolve.place_identity_claim(${claim.tokenHash}, ${browserHash}, ${claim.providerId}::uuid,
      ${claim.organizationId}::uuid, ${claim.issuer}, ${claim.subject}, ${claim.email}, ${claim.name},
      ${claim.personId}::uuid, ${claim.returnTo}, ${expiresAt})`;
}

/** By the hash of the mailed token or of the browser's; null for one that is unknown, used or over. */
export async function findClaim(
  by: { readonly tokenHash: string } | { readonly browserHash: string },
): Promise<StoredClaim | null> {
  const token = "tokenHash" in by ? by.tokenHash : null;
  const browser = "browserHash" in by ? by.browserHash : null;
  const rows = await resolver().$queryRaw<StoredClaim[]>`
    select token_hash as "tokenHash", provider_id as "providerId", organization_id as "organizationId", issuer, subject,
           email, name, person_id as "personId", return_to as "returnTo"
      from resolve.identity_claim(${token}, ${browser})`;
  return rows[0] ?? null;
}

/** Takes it away, so that it is confirmed once; false if somebody was first, or it is over. */
export async function takeClaim(tokenHash: string): Promise<boolean> {
  const rows = await resolver().$queryRaw<{ taken: boolean }[]>`
    select resolve.take_identity_claim(${tokenHash}) as taken`;
  return rows[0]?.taken === true;
}
