import { z } from "zod";
import type { Grant } from "@/lib/connectors/oauth";
import type { Credentials } from "@/lib/vault/vault";

/** What is stored, sealed, of a person's consent. By the API a refresh token alone may be given. */
const form = z.object({
  accessToken: z.string().optional(),
  expiresAt: z.number().nullable().default(null),
  refreshToken: z.string().optional(),
  scopes: z.array(z.string()).nullable().default(null),
});

export interface KeptAccess {
  /** Null until the first renewal. */
  readonly accessToken: string | null;
  /** Null = unknown: found out when it is refused. */
  readonly expiresAt: number | null;
  /** Null = it cannot be renewed. */
  readonly refreshToken: string | null;
  readonly scopes: readonly string[] | null;
}

/** Credentials that are renewed while they are used; null for those that stay as they are. */
export function keptAccessIn(credentials: Credentials): KeptAccess | null {
  const read = form.safeParse(credentials);
  if (!read.success) return null;
  const { accessToken = null, refreshToken = null, expiresAt, scopes } = read.data;
  return accessToken === null && refreshToken === null
    ? null
    : { accessToken, refreshToken, expiresAt, scopes };
}

/** What is to be sealed of a grant; what it leaves out stays as it was. */
export function credentialsOf(grant: Grant, before: KeptAccess | null): Credentials {
  const refreshToken = grant.refreshToken ?? before?.refreshToken ?? null;
  return {
    accessToken: grant.accessToken,
    expiresAt: grant.expiresAt,
    ...(refreshToken !== null && { refreshToken }),
    scopes: grant.scopes ?? before?.scopes ?? null,
  };
}

/** A token is renewed this long before its end: longer than any one call that begins with it takes. */
const EARLY_MS = 5 * 60_000;

export const isAlive = ({ accessToken, expiresAt }: KeptAccess, now: number): boolean =>
  accessToken !== null && (expiresAt === null || expiresAt > now);

export const isDue = ({ accessToken, expiresAt }: KeptAccess, now: number): boolean =>
  accessToken === null || (expiresAt !== null && expiresAt - now < EARLY_MS);
