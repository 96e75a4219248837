import { z } from "zod";

export interface VouchedEmail {
  readonly email: string | null;
  /** Null: the provider does not say. */
  readonly emailVerified: boolean | null;
}

const GOOGLE = "https://accounts.google.com";
const email = z.email().max(254);

/**
 * The address that a provider tells, and whether it says that it is the person's. An account of Google's that belongs to
 * no Workspace may carry any address that it once could read: only the domain's own accounts (`hd`) and Gmail's count.
 */
export function vouchedEmail(
  issuer: string,
  told: { readonly email?: unknown; readonly email_verified?: unknown; readonly hd?: unknown },
): VouchedEmail {
  const address = email.safeParse(told.email);
  if (!address.success) return { email: null, emailVerified: null };
  const said = told.email_verified;
  const isVerified = said === undefined || said === null ? null : said === true || said === "true";
  if (issuer !== GOOGLE) return { email: address.data, emailVerified: isVerified };
  const domain = address.data.slice(address.data.lastIndexOf("@") + 1).toLowerCase();
  const isGoogles = domain === "gmail.com" || domain === told.hd;
  return { email: address.data, emailVerified: isVerified === true && isGoogles };
}
