import { addressPolicy } from "@/lib/egress/address";
import { addressRanges } from "@/lib/egress/address-range";
import { type Env, type EnvReading, readEnv } from "@/lib/env";
import { asAppError } from "@/lib/errors";

/** What the environment alone does not tell. */
export interface Probes {
  /** Reads the vault's key; throws an AppError that says what is wrong with the file. */
  readonly readKeyFile: (file: string) => unknown;
  /** What the role in DATABASE_URL may do; throws what the database's client throws. */
  readonly roleRights: (url: string) => Promise<{
    readonly isSuperuser: boolean;
    readonly bypassesRowSecurity: boolean;
    readonly ownsTables: boolean;
  }>;
}

/**
 * Every reason why a server must not start like this, each a sentence that begins with the variable to mend; none
 * when it may. Outside production only what cannot be used at all is a reason. Never holds a value of a secret.
 */
export async function unsafeConfiguration(reading: EnvReading, probes: Probes): Promise<string[]> {
  const { usable, problems } = reading;
  if (usable.NODE_ENV !== "production" && usable.NODE_ENV !== undefined) return [...problems];
  return [
    ...problems,
    ...addressReasons(usable),
    ...jobReasons(usable),
    ...egressReasons(usable.EGRESS_ALLOW ?? []),
    ...proxyReasons(usable.TRUSTED_PROXIES ?? []),
    ...keyFileReasons(usable.VAULT_KEY_FILE, probes),
    ...(await databaseReasons(usable.DATABASE_URL, probes)),
  ];
}

/** Ends the process, with every reason on standard error, unless it may start like this. */
export async function refuseUnsafeStart(probes: Probes): Promise<void> {
  const reasons = await unsafeConfiguration(readEnv(), probes);
  if (reasons.length === 0) return;
  const lines = reasons.map((reason) => `  ${reason}\n`).join("");
  process.stderr.write(`chittysync: this configuration is not safe to start with:\n${lines}`);
  // After a throw Next would go on and answer every request with an error; there must be no server at all.
  process.exit(1);
}

function addressReasons({ APP_URL, DEMO_PERSON }: Partial<Env>): string[] {
  const isLocal = APP_URL !== undefined && isLoopback(new URL(APP_URL).hostname);
  const reasons: string[] = [];
  if (APP_URL !== undefined && !isLocal && new URL(APP_URL).protocol !== "https:")
    reasons.push("APP_URL: must be https, or passwords and sessions cross the network in the clear");
  if (DEMO_PERSON && !isLocal)
    reasons.push("DEMO_PERSON: signs every visitor in, which only a server on a loopback address may do");
  return reasons;
}

function jobReasons({ INNGEST_DEV, INNGEST_SIGNING_KEY, INNGEST_EVENT_KEY }: Partial<Env>): string[] {
  const reasons: string[] = [];
  if (!INNGEST_SIGNING_KEY) reasons.push("INNGEST_SIGNING_KEY: is missing, so anybody could start jobs");
  if (!INNGEST_EVENT_KEY) reasons.push("INNGEST_EVENT_KEY: is missing, so no run can be asked for");
  if (INNGEST_DEV) reasons.push("INNGEST_DEV: must not be set, for it switches the jobs' signatures off");
  return reasons;
}

function egressReasons(allow: readonly string[]): string[] {
  try {
    addressPolicy(allow);
  } catch (error) {
    return [`EGRESS_ALLOW: ${asAppError(error).message}`];
  }
  const isOpen = ([4, 6] as const).some((version) => coversAll(allow, version));
  return isOpen
    ? ["EGRESS_ALLOW: covers every address, so customers could reach the inside of your network"]
    : [];
}

function proxyReasons(trusted: readonly string[]): string[] {
  if (addressRanges(trusted) === null)
    return ["TRUSTED_PROXIES: An entry is not an address or a CIDR range like 10.20.0.0/16"];
  const isOpen = ([4, 6] as const).some((version) => coversAll(trusted, version));
  return isOpen
    ? ["TRUSTED_PROXIES: covers every address, so every client could say that it is another"]
    : [];
}

function keyFileReasons(file: string | undefined, { readKeyFile }: Probes): string[] {
  if (file === undefined) return [];
  try {
    readKeyFile(file);
    return [];
  } catch (error) {
    return [`VAULT_KEY_FILE: ${asAppError(error).message}`];
  }
}

async function databaseReasons(url: string | undefined, { roleRights }: Probes): Promise<string[]> {
  if (url === undefined) return [];
  try {
    const { isSuperuser, bypassesRowSecurity, ownsTables } = await roleRights(url);
    const past = "and so sees every organization's rows";
    if (isSuperuser) return [`DATABASE_URL: its role is a superuser ${past}`];
    const reasons: string[] = [];
    if (bypassesRowSecurity) reasons.push(`DATABASE_URL: its role may bypass row-level security ${past}`);
    if (ownsTables)
      reasons.push("DATABASE_URL: its role owns tables and could switch row-level security off");
    return reasons;
  } catch (error) {
    const { code } = error as { code?: unknown };
    const told = typeof code === "string" ? ` (${code})` : "";
    return [`DATABASE_URL: the database does not let us ask what its role may do${told}`];
  }
}

/** Whether a URL's host is this machine. The URL parser has already brought addresses to one spelling. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether ranges of one IP version leave no address out, also when no single one is /0. */
function coversAll(allow: readonly string[], version: 4 | 6): boolean {
  const bits = version === 4 ? 32 : 128;
  const ranges = allow
    .map((range) => range.split("/") as [string, string?])
    .filter(([address]) => (address.includes(":") ? 6 : 4) === version)
    .map(([address, prefix]) => {
      const width = BigInt(bits - Number(prefix ?? bits));
      const from = (numberOf(address, version) >> width) << width;
      return { from, to: from + (1n << width) };
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  let reached = 0n;
  for (const { from, to } of ranges) {
    if (from > reached) return false;
    if (to > reached) reached = to;
  }
  return reached === 1n << BigInt(bits);
}

function numberOf(address: string, version: 4 | 6): bigint {
  if (version === 4) return address.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  // The URL parser writes an IPv6 address in hex groups with at most one gap.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const [before, after] = [head, tail ?? ""].map((part) => part.split(":").filter(Boolean)) as [
    string[],
    string[],
  ];
  const gap = Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...gap, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
