/** The last one counts, as for the driver. */
const lastOf = (url: URL, parameter: string): string | undefined => url.searchParams.getAll(parameter).at(-1);

/** Null for a socket in the file system. */
export function databaseHost(text: string): string | null {
  const url = new URL(text);
  const host = (lastOf(url, "host") || url.hostname).replace(/^\[|\]$/g, "");
  return host === "" || host.startsWith("/") || /^%2f/i.test(host) ? null : host;
}

const VERIFIED = new Set(["require", "verify-ca", "verify-full"]);

/**
 * Whether the database has to prove over TLS who it is. `pg` verifies in full for `require` and `verify-ca` too, unless
 * `uselibpqcompat` says that `require` asks for no proof. It would also do so for `allow` and `prefer`, but libpq, which
 * `psql` and `pg_dump` read the same URL with, then goes on in the clear.
 */
export function hasVerifiedTls(text: string): boolean {
  const url = new URL(text);
  const mode = lastOf(url, "sslmode") ?? "";
  const isUnproven = mode === "require" && lastOf(url, "uselibpqcompat") === "true";
  return VERIFIED.has(mode) && !isUnproven;
}
