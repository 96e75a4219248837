/**
 * The spelling of hosts, without `node:net`: sockets are not this room's business, and neither is what tempts
 * to open them.
 */
const BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);
const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, "i");

/** Four decimal numbers, none with a leading zero. */
const isIPv4 = (host: string): boolean => IPV4.test(host);

/** An IPv6 literal without brackets and zone. */
export const isIPv6 = (host: string): boolean =>
  host.includes(":") && /^[0-9a-f:.]+$/i.test(host) && URL.canParse(`http://[${host}]`);

export const isAddress = (host: string): boolean => isIPv4(host) || isIPv6(host);

/** One DNS name or one address in its usual spelling; never a path, a list or a number for an address. */
export function isPlainHost(host: string): boolean {
  if (isAddress(host)) return true;
  if (host.length > 253 || !NAME.test(host)) return false;
  return !/^(\d+|0x[0-9a-f]*)$/i.test(host.slice(host.lastIndexOf(".") + 1));
}

/** Whether this machine itself is meant. */
export const isLoopback = (address: string): boolean =>
  address === "::1" || (isIPv4(address) && address.startsWith("127."));
