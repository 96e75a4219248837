import "server-only";
import { createHmac } from "node:crypto";
import { networkOf } from "@/lib/auth/client-address";
import type { Caller } from "@/lib/auth/policy";
import { type Take, takeTokens } from "@/lib/db/rate-buckets";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { QUOTAS, type QuotaName } from "./rate-limit-quotas";

/** What a call was found to leave of one quota. */
export interface Standing {
  readonly name: QuotaName;
  readonly isTaken: boolean;
  readonly remaining: number;
  /** Milliseconds until a call would be taken; 0 when one would be now. */
  readonly retryAfterMs: number;
  /** Milliseconds until the whole quota is there again. */
  readonly fullInMs: number;
}

export interface Limited {
  /** Null: the call may go on. */
  readonly refusal: AppError | null;
  /** For the answer, whatever it is: RateLimit and RateLimit-Policy. */
  readonly headers: Readonly<Record<string, string>>;
}

type Subject = readonly [name: QuotaName, whose: string];

/** Counts one call of a caller against his key, his address (null: not known) and his organization. */
export async function limitCall(
  { actor, organizationId }: Pick<Caller, "actor" | "organizationId">,
  address: string | null,
  now: Date | null = null,
): Promise<Limited> {
  const subjects: Subject[] = [
    ["key", `${organizationId} ${actor.ref}`],
    ...(address === null ? [] : [["address", networkOf(address)] as const]),
    ["organization", organizationId],
  ];
  return limited(await take(subjects, now));
}

/** When each bucket of failures that this process found empty will be full, in epoch ms. */
const emptied = new Map<string, number>();
const MOST_EMPTIED = 10_000;

/**
 * Counts one failed authentication against the address it came from; those whose address is not known share one.
 * While an address is known to have none left, the database is not asked: a flood costs it a question a token.
 */
export async function limitFailure(address: string | null, now: Date | null = null): Promise<Limited> {
  const whose = address === null ? "unknown" : networkOf(address);
  const atMs = (now ?? new Date()).getTime();
  const fullInMs = (emptied.get(whose) ?? 0) - atMs;
  const known = standing("failures", { isTaken: false, fullInMs });
  if (known.retryAfterMs > 0) return limited([known]);
  emptied.delete(whose);
  const standings = await take([["failures", whose]], now);
  if (emptied.size >= MOST_EMPTIED) emptied.clear();
  for (const { isTaken, fullInMs: left } of standings) if (!isTaken) emptied.set(whose, atMs + left);
  return limited(standings);
}

/** Whose an action is; null: nobody signed in, an address that is not known, no organization's. */
export interface ActionSubjects {
  readonly session: string | null;
  readonly address: string | null;
  readonly organizationId: string | null;
}

/** Counts one server action against each; what has neither session nor address shares one bucket with its like. */
export async function limitAction(
  { session, address, organizationId }: ActionSubjects,
  now: Date | null = null,
): Promise<Limited> {
  const from = address === null ? "unknown" : networkOf(address);
  const subjects: Subject[] = [
    ...(session === null ? [] : [["actions", session] as const]),
    ...(session !== null && address === null ? [] : [["actionsFrom", from] as const]),
    ...(organizationId === null ? [] : [["actionsWithin", organizationId] as const]),
  ];
  return limited(await take(subjects, now));
}

/** Counts a file that an organization takes out. Throws AppError `rate-limited`. */
export async function requireExport(organizationId: string, now: Date | null = null): Promise<void> {
  const { refusal } = limited(await take([["exports", organizationId]], now));
  if (refusal) throw refusal;
}

/** Counts a link to sign in that is to be sent to a mailbox, at the wish of an address (null: not known). */
export async function limitLink(
  email: string,
  address: string | null,
  now: Date | null = null,
): Promise<Limited> {
  const subjects: Subject[] = [
    ["links", email.trim().toLowerCase()],
    ...(address === null ? [] : [["linksAsked", networkOf(address)] as const]),
  ];
  return limited(await take(subjects, now));
}

/** Counts one way to an identity provider that an address begins; those whose address is not known share one. */
export const limitWay = async (address: string | null, now: Date | null = null): Promise<Limited> =>
  limited(await take([["waysBegun", address === null ? "unknown" : networkOf(address)]], now));

/** Counts one response of an identity provider that an address posts, in the same way. */
export const limitAnswer = async (address: string | null, now: Date | null = null): Promise<Limited> =>
  limited(await take([["waysAnswered", address === null ? "unknown" : networkOf(address)]], now));

async function take(subjects: readonly Subject[], now: Date | null): Promise<Standing[]> {
  const buckets = subjects.map(([name, whose]) => {
    const { calls, seconds } = QUOTAS[name];
    return { id: bucketId(name, whose), intervalMs: (seconds * 1000) / calls, burst: calls };
  });
  const takes = await takeTokens(buckets, now);
  return takes.flatMap((taken, at) => {
    const name = subjects[at]?.[0];
    return name ? [standing(name, taken)] : [];
  });
}

const limited = (standings: readonly Standing[]): Limited => ({
  refusal: refusalOf(standings),
  headers: rateLimitHeaders(standings),
});

/** Keyed, so that the table tells nobody which addresses were here. */
const bucketId = (name: QuotaName, whose: string): string =>
  createHmac("sha256", env().APP_SECRET).update(`rate-limit\0${name}\0${whose}`).digest("hex");

/** The arithmetic of GCRA: a bucket that is full in `fullInMs` lacks that much of what it gains in its window. */
export function standing(name: QuotaName, { isTaken, fullInMs }: Take): Standing {
  const { calls, seconds } = QUOTAS[name];
  const intervalMs = (seconds * 1000) / calls;
  const lackMs = Math.max(0, fullInMs);
  return {
    name,
    isTaken,
    remaining: Math.max(0, Math.floor(calls - lackMs / intervalMs + ROUNDING)),
    retryAfterMs: Math.max(0, lackMs + intervalMs - seconds * 1000),
    fullInMs: lackMs,
  };
}

/** The database keeps microseconds; a thousandth of a call is no call. */
const ROUNDING = 1e-3;

const WHOSE: Readonly<Record<QuotaName, string>> = {
  key: "This key has called too often.",
  address: "Too many calls come from this address.",
  organization: "The organization's keys have called too often together.",
  actions: "This session has asked for too much at once.",
  actionsFrom: "Too much is asked for from this address at once.",
  actionsWithin: "The organization's members have asked for too much at once.",
  exports: "The organization has exported too often.",
  failures: "Too many calls without a valid key come from this address.",
  links: "This mailbox has been sent enough links for now.",
  linksAsked: "Too many links are asked for from this address.",
  waysBegun: "Too many sign-ins are begun from this address.",
  waysAnswered: "Too many responses of identity providers come from this address.",
};

function refusalOf(standings: readonly Standing[]): AppError | null {
  const refused = standings.find(({ isTaken }) => !isTaken);
  if (!refused) return null;
  const retryAfterMs = Math.max(1, refused.retryAfterMs);
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new AppError("rate-limited", WHOSE[refused.name], {
    remedy: `Wait ${seconds} ${seconds === 1 ? "second" : "seconds"}, then go on more slowly.`,
    retryAfterMs,
  });
}

/** As the IETF's draft "RateLimit header fields for HTTP" has them: q calls in w seconds; r are left, all in t. */
export function rateLimitHeaders(standings: readonly Standing[]): Record<string, string> {
  const policies = standings.map(({ name }) => `"${name}";q=${QUOTAS[name].calls};w=${QUOTAS[name].seconds}`);
  const left = standings.map(
    ({ name, remaining, fullInMs }) => `"${name}";r=${remaining};t=${Math.ceil(fullInMs / 1000)}`,
  );
  return { "ratelimit-policy": policies.join(", "), ratelimit: left.join(", ") };
}
