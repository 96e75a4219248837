import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";

/** A set of addresses, given as CIDR ranges and single addresses of both versions. */
export interface AddressRanges {
  /** `address` is an IP literal; anything else is in no range. An IPv4 address in IPv6 clothes counts as itself. */
  has(address: string): boolean;
}

/**
 * Null when one of them is neither an address nor a range (`10.20.0.0/16`, `2001:db8::/32`). A range within
 * `::ffff:0:0/96` has no member: write it as IPv4.
 */
export function addressRanges(ranges: readonly string[]): AddressRanges | null {
  // IPv4 and IPv6 rules never share a list: a BlockList compares across families, and an IPv6 rule over the
  // mapped range would match every IPv4 address.
  const lists = { v4: new BlockList(), v6: new BlockList() };
  for (const range of ranges) if (!addRange(lists, range)) return null;
  return {
    has(address) {
      const plain = plainAddress(address);
      if (plain === null) return false;
      return isIPv4(plain) ? lists.v4.check(plain, "ipv4") : lists.v6.check(plain, "ipv6");
    },
  };
}

function addRange(lists: { readonly v4: BlockList; readonly v6: BlockList }, range: string): boolean {
  const [address = "", prefix, ...rest] = range.split("/");
  const family = address.includes("%") ? 0 : isIP(address);
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (family === 0 || rest.length > 0 || length < 0 || length > bits) return false;
  if (family === 4) lists.v4.addSubnet(address, length, "ipv4");
  else lists.v6.addSubnet(address, length, "ipv6");
  return true;
}

/**
 * An address in its one spelling: IPv4 as it is, IPv6 in lower case and shortest form, IPv4 that is mapped into IPv6
 * as IPv4. Null for anything that is no address of one machine, and for one with a zone.
 */
export function plainAddress(text: string): string | null {
  if (isIPv4(text)) return text;
  if (!isIPv6(text) || text.includes("%")) return null;
  return mappedV4(text) ?? new URL(`http://[${text}]`).hostname.slice(1, -1);
}

/** The IPv4 address inside `::ffff:a.b.c.d`, in either spelling; `address` is an IPv6 literal. */
export function mappedV4(address: string): string | null {
  const canonical = new URL(`http://[${address}]`).hostname;
  const parts = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(canonical);
  if (!parts) return null;
  const [high, low] = [Number.parseInt(parts[1] ?? "", 16), Number.parseInt(parts[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
