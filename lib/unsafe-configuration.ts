import path from "node:path";
import { databaseHost, hasVerifiedTls } from "@/lib/database-url";
import { addressPolicy } from "@/lib/egress/address";
import { addressRanges } from "@/lib/egress/address-range";
import { coversEveryAddress } from "@/lib/egress/covers-every-address";
import { type Env, type EnvReading, readEnv } from "@/lib/env";
import { asAppError } from "@/lib/errors";

/** What the environment alone does not tell. */
export interface Probes {
  /** Reads the vault's key; throws an AppError that says what is wrong with the file. */
  readonly readKeyFile: (file: string) => unknown;
  /** Reads the credentials for Google's key service; throws in the same way. */
  readonly readServiceAccount: (file: string) => unknown;
  /** What the role in DATABASE_URL may do; throws what the database's client throws. */
  readonly roleRights: (url: string) => Promise<{
    readonly isSuperuser: boolean;
    readonly bypassesRowSecurity: boolean;
    readonly ownsTables: boolean;
  }>;
  /** All addresses of a host. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
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
    ...secretReasons(usable),
    ...nodeReasons(usable),
    ...addressReasons(usable),
    ...providerReasons(usable),
    ...jobReasons(usable),
    ...(await egressReasons(usable, probes)),
    ...proxyReasons(usable.TRUSTED_PROXIES ?? []),
    ...vaultReasons(usable, probes),
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

/** Random text of 32 characters has far more than this many different ones, in hex too. */
const LEAST_DIFFERENT = 9;
const SHORTEST_PASSWORD = 12;
const PLACEHOLDER =
  /change.?(me|this|it)|replace.?(me|this)|placeholder|example|default|your.?secret|password/i;

function secretReasons(usable: Partial<Env>): string[] {
  const names = ["APP_SECRET", "INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY"] as const;
  const reasons = names
    .filter((name) => usable[name] && isGuessable(usable[name]))
    .map((name) => `${name}: can be guessed; make one with: openssl rand -hex 32`);
  const { DATABASE_URL, APP_URL } = usable;
  const password = DATABASE_URL === undefined ? "" : new URL(DATABASE_URL).password;
  // None at all is a way in that the database itself decides on.
  if (password !== "" && !isLocal(APP_URL) && (password.length < SHORTEST_PASSWORD || isGuessable(password)))
    reasons.push("DATABASE_URL: its password can be guessed; make one with: openssl rand -hex 32");
  return reasons;
}

/** What Node itself can be told that takes the ground from under everything else. */
function nodeReasons({ NODE_TLS_REJECT_UNAUTHORIZED, NODE_DEBUG, NODE_OPTIONS }: Partial<Env>): string[] {
  const reasons: string[] = [];
  if (NODE_TLS_REJECT_UNAUTHORIZED === "0")
    reasons.push("NODE_TLS_REJECT_UNAUTHORIZED: must not be 0, or no server has to prove who it is");
  if (NODE_DEBUG)
    reasons.push("NODE_DEBUG: must not be set, for Node then prints requests with their secrets");
  if (/--inspect/.test(NODE_OPTIONS ?? ""))
    reasons.push("NODE_OPTIONS: must not hold --inspect, which lets a debugger read every secret");
  return reasons;
}

const isGuessable = (secret: string): boolean =>
  new Set(secret).size < LEAST_DIFFERENT || /^(.+?)\1+$/.test(secret) || PLACEHOLDER.test(secret);

function addressReasons({ APP_URL, DEMO_PERSON }: Partial<Env>): string[] {
  const reasons: string[] = [];
  if (APP_URL !== undefined && crossesInTheClear(APP_URL))
    reasons.push("APP_URL: must be https, or passwords and sessions cross the network in the clear");
  if (DEMO_PERSON && !isLocal(APP_URL))
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

/** What is sent to each address that the operator names; the real ones are https. */
const SENT = {
  NOTION_API_URL: "customers' tokens",
  GOOGLE_API_URL: "customers' tokens",
  GOOGLE_OAUTH_URL: "customers' tokens",
  INNGEST_BASE_URL: "the event key and what jobs are told",
} as const;

const providerReasons = (usable: Partial<Env>): string[] =>
  (Object.keys(SENT) as (keyof typeof SENT)[])
    .filter((name) => usable[name] !== undefined && crossesInTheClear(usable[name]))
    .map((name) => `${name}: must be https, or ${SENT[name]} cross the network in the clear`);

async function egressReasons(usable: Partial<Env>, { lookup }: Probes): Promise<string[]> {
  const { EGRESS_ALLOW: allow = [], DATABASE_URL, APP_URL } = usable;
  let policy: ReturnType<typeof addressPolicy>;
  try {
    policy = addressPolicy(allow);
  } catch (error) {
    return [`EGRESS_ALLOW: ${asAppError(error).message}`];
  }
  if (coversEveryAddress(allow))
    return ["EGRESS_ALLOW: covers every address, so customers could reach the inside of your network"];
  // On one machine everything has the same address, the customers' pretended databases too.
  if (DATABASE_URL === undefined || isLocal(APP_URL)) return [];
  const host = databaseHost(DATABASE_URL);
  // A name that does not resolve is told about where the database is asked.
  const addresses = host === null ? [] : await lookup(host).catch(() => []);
  return addresses.some((address) => policy.admit(address) === "allow-listed")
    ? ["EGRESS_ALLOW: holds the address of our own database, so customers could connect to it"]
    : [];
}

function proxyReasons(trusted: readonly string[]): string[] {
  if (addressRanges(trusted) === null)
    return ["TRUSTED_PROXIES: An entry is not an address or a CIDR range like 10.20.0.0/16"];
  return coversEveryAddress(trusted)
    ? ["TRUSTED_PROXIES: covers every address, so every client could say that it is another"]
    : [];
}

function vaultReasons(usable: Partial<Env>, probes: Probes): string[] {
  const {
    VAULT_KEY_PROVIDER: provider,
    VAULT_KEY_FILE,
    VAULT_OLD_KEYS = [],
    ALLOW_LOCAL_KMS,
    APP_URL,
  } = usable;
  const account = usable.GOOGLE_APPLICATION_CREDENTIALS;
  const reasons: string[] = [];
  const check = (variable: string, probe: () => unknown) => {
    try {
      probe();
    } catch (error) {
      reasons.push(`${variable}: ${asAppError(error).message}`);
    }
  };
  const isLocalKey = provider === "file" && VAULT_KEY_FILE !== undefined;
  if (isLocalKey) check("VAULT_KEY_FILE", () => probes.readKeyFile(VAULT_KEY_FILE));
  for (const name of VAULT_OLD_KEYS.filter((each) => !/^(arn:|projects\/)/.test(each)))
    check("VAULT_OLD_KEYS", () => probes.readKeyFile(name));
  if (provider === "gcp-kms" && account !== undefined)
    check("GOOGLE_APPLICATION_CREDENTIALS", () => probes.readServiceAccount(account));
  if (isLocalKey && isServed(VAULT_KEY_FILE)) reasons.push("VAULT_KEY_FILE: is in a folder that is served");
  if (isLocalKey && ALLOW_LOCAL_KMS !== "1" && !isLocal(APP_URL))
    reasons.push("ALLOW_LOCAL_KMS: must be 1 where a file beside the server may hold the vault's key");
  for (const name of ["VAULT_AWS_KMS_ENDPOINT", "VAULT_GCP_KMS_ENDPOINT"] as const)
    if (usable[name] !== undefined && crossesInTheClear(usable[name]))
      reasons.push(`${name}: must be https, or data keys cross the network in the clear`);
  return reasons;
}

/** Next serves these to anybody, or packs them into what it serves. */
const isServed = (file: string): boolean =>
  /^(public|app|\.next)([\\/]|$)/.test(path.relative(process.cwd(), file));

const UNPROVEN_DATABASE =
  "DATABASE_URL: must say sslmode=verify-full, or every organization's rows can be read on their way to the database";

async function databaseReasons(url: string | undefined, { roleRights }: Probes): Promise<string[]> {
  if (url === undefined) return [];
  const host = databaseHost(url);
  const inTheClear = host !== null && !isLoopback(host) && !hasVerifiedTls(url);
  return [...(inTheClear ? [UNPROVEN_DATABASE] : []), ...(await roleReasons(url, roleRights))];
}

async function roleReasons(url: string, roleRights: Probes["roleRights"]): Promise<string[]> {
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

const crossesInTheClear = (url: string): boolean => new URL(url).protocol !== "https:" && !isLocal(url);

/** The URL parser has already brought addresses to one spelling. */
const isLocal = (url: string | undefined): boolean =>
  url !== undefined && isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ""));

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
