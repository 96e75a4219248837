import { isIP, isIPv4, isIPv6 } from "node:net";
import { AppError } from "@/lib/errors";
import { type AddressRanges, addressRanges, mappedV4 } from "./address-range";

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
  const allowed = rangesOf(allow);
  return {
    admit(address) {
      if (allowed.has(address)) return "allow-listed";
      if (isIPv4(address)) return closedV4.has(address) ? null : "public";
      if (!isIPv6(address) || address.includes("%") || mappedV4(address) !== null) return null;
      return openV6.has(address) && !closedV6.has(address) ? "public" : null;
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

function rangesOf(ranges: readonly string[]): AddressRanges {
  const read = addressRanges(ranges);
  if (read) return read;
  throw new AppError("invalid-input", "An entry of EGRESS_ALLOW is not an address or a CIDR range.", {
    remedy: "Write ranges like 10.20.0.0/16, separated by commas.",
  });
}

const closedV4 = rangesOf(CLOSED_V4);
const openV6 = rangesOf(OPEN_V6);
const closedV6 = rangesOf(CLOSED_V6);
