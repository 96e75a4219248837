/**
 * The sandbox sends to this machine alone: what is pretended here must never reach anyone else. The real API
 * wants the opposite, a public HTTPS address.
 */
export function isOwnAddress(url: string): boolean {
  const { protocol, hostname, username, password } = URL.parse(url) ?? {};
  if (protocol !== "http:" && protocol !== "https:") return false;
  if (username !== "" || password !== "") return false;
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}
