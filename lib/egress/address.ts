import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";
import { AppError } from "@/lib/errors";

/**
 * Which addresses a customer's host may resolve to. IPv4: everything but the special-purpose registry.
 * IPv6: only global unicast, less documentation space and the ranges that embed an IPv4 address
 * (NAT64, 6to4, Teredo; mapped and compatible forms lie outside 2000::/3), since those reach IPv4 hosts
 * past the IPv4 list.
 */
const CLOSED_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
const OPEN_V6 = ["2000::/3"];
const CLOSED_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/** How an address came through: by being public, or by the operator's own allow-list. */
export type Admission = "public" | "allow-listed";

export interface AddressPolicy {
  /** Null = refused. `address` is an IP literal; anything else is refused. */
  admit(address: string): Admission | null;
}

/**
 * The policy with the operator's exceptions (`EGRESS_ALLOW`: CIDR ranges or single addresses).
 * Throws invalid-input for an exception that is not one.
 */
export function addressPolicy(allow: readonly string[]): AddressPolicy {
  const allowed = { v4: new BlockList(), v6: new BlockList() };
  for (const range of allow) addRange(allowed, range);
  return {
    admit(address) {
      if (isIPv4(address)) {
        if (allowed.v4.check(address, "ipv4")) return "allow-listed";
        return closedV4.check(address, "ipv4") ? null : "public";
      }
      if (!isIPv6(address) || address.includes("%")) return null;
      const mapped = mappedV4(address);
      if (mapped !== null) return allowed.v4.check(mapped, "ipv4") ? "allow-listed" : null;
      if (allowed.v6.check(address, "ipv6")) return "allow-listed";
      return openV6.check(address, "ipv6") && !closedV6.check(address, "ipv6") ? "public" : null;
    },
  };
}

/**
 * Whether a host may be looked up at all: an IP literal in its one usual spelling, or a name that no resolver
 * takes for a number (`2130706433`, `0x7f.1` and `127.1` are addresses to getaddrinfo).
 */
export function isPlainHost(host: string): boolean {
  if (isIP(host) !== 0) return !host.includes("%");
  if (host.length > 253 || !HOST_NAME.test(host)) return false;
  const last = host.slice(host.lastIndexOf(".") + 1);
  return !/^(\d+|0x[0-9a-f]*)$/i.test(last);
}

const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const HOST_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, "i");

/** The IPv4 address inside `::ffff:a.b.c.d`, in either spelling. */
function mappedV4(address: string): string | null {
  const canonical = new URL(`http://[${address}]`).hostname;
  const parts = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(canonical);
  if (!parts) return null;
  const [high, low] = [Number.parseInt(parts[1] ?? "", 16), Number.parseInt(parts[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

// IPv4 and IPv6 rules never share a list: a BlockList compares across families, and an IPv6 rule over the
// mapped range would match every IPv4 address.
function addRange(lists: { readonly v4: BlockList; readonly v6: BlockList }, range: string): void {
  const [address = "", prefix, ...rest] = range.split("/");
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (family === 0 || rest.length > 0 || length < 0 || length > bits) {
    throw new AppError("invalid-input", "An entry of EGRESS_ALLOW is not an address or a CIDR range.", {
      remedy: "Write ranges like 10.20.0.0/16, separated by commas.",
    });
  }
  if (family === 4) lists.v4.addSubnet(address, length, "ipv4");
  else lists.v6.addSubnet(address, length, "ipv6");
}

function listOf(ranges: readonly string[], family: "v4" | "v6"): BlockList {
  const lists = { v4: new BlockList(), v6: new BlockList() };
  for (const range of ranges) addRange(lists, range);
  return lists[family];
}

const closedV4 = listOf(CLOSED_V4, "v4");
const openV6 = listOf(OPEN_V6, "v6");
const closedV6 = listOf(CLOSED_V6, "v6");
