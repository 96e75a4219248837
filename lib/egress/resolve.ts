import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { AppError } from "@/lib/errors";
import { type AddressPolicy, type Admission, isPlainHost } from "./address";

/** All addresses of a name, as the system resolves it. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export const systemLookup: Lookup = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map((each) => each.address);
};

export interface CheckedAddress {
  readonly address: string;
  readonly family: 4 | 6;
  readonly admission: Admission;
}

/**
 * Every address of a host, each admitted by the policy: one refused address refuses the host, or a mixed
 * answer would pass by luck. A name that does not resolve and one that may not be reached read alike.
 */
export async function checkedAddresses(
  host: string,
  policy: AddressPolicy,
  resolve: Lookup = systemLookup,
): Promise<readonly CheckedAddress[]> {
  if (!isPlainHost(host)) throw notReachable();
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
  if (addresses.length === 0) throw notReachable();
  return addresses.map((address) => {
    const admission = policy.admit(address);
    if (admission === null) throw notReachable();
    return { address, family: isIP(address) === 4 ? 4 : 6, admission };
  });
}

/** One message for unresolvable, refused and silent hosts, so that nobody maps our network with it. */
export function notReachable(): AppError {
  return new AppError("upstream-unavailable", "The server could not be reached.", {
    remedy:
      "Check host and port, that the server runs, and that its firewall lets connections from the internet in; private addresses are reached only if the operator allows them.",
  });
}
