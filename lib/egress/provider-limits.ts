import type { Bucket } from "./rate-budget";

/**
 * What the providers document of how many calls they allow, each counted by whom they say. A number that they do not
 * tell is null: such a bucket only stalls.
 *
 * - Notion, request limits (developers.notion.com/reference/request-limits): a connection has 180 calls in 60 seconds,
 *   600 on the Business and Enterprise plans, which nothing tells us of; a workspace's limit has no number.
 * - Sheets, usage limits (developers.google.com/workspace/sheets/api/limits): reads and writes are counted apart, 300 a
 *   minute for a project and 60 for a user in it.
 * - Drive, usage limits (developers.google.com/workspace/drive/api/guides/limits): 12,000 calls a minute for a project,
 *   counted in units for newer ones; how much a user may is told in units only.
 */
const DOCUMENTED = { notion: 180, notionMost: 600, sheetsProject: 300, sheetsUser: 60, driveProject: 12_000 };

/** Other numbers than the documented ones, where the operator knows of them. */
export interface OwnLimits {
  readonly notionPerMinute?: number | undefined;
  readonly googlePerMinute?: number | undefined;
  readonly googleUserPerMinute?: number | undefined;
}

/** Whose calls they are, as the provider counts them; keyed hashes, or words of ours. */
export interface Counted {
  readonly provider: "notion" | "google";
  /** Notion's connection, Google's user. */
  readonly account: string;
  /** Notion's workspace, Google's project; null = it is not known. */
  readonly within: string | null;
  readonly limits: OwnLimits;
}

export interface Call {
  readonly url: string;
  readonly method: string;
}

/** The buckets that a call needs one from, what it is counted for first; none for what the provider does not count. */
export function bucketsFor(counted: Counted, call: Call): Bucket[] {
  return counted.provider === "notion" ? notionBuckets(counted) : googleBuckets(counted, call);
}

/** What is counted of a connection, in words, each with the buckets that it takes from; its own is the first. */
export interface CountedCalls {
  readonly what: "calls" | "reads" | "writes";
  readonly buckets: readonly Bucket[];
}

/** What people are shown of a connection's budget. Drive's is left out: nobody comes near it. */
export const countedCalls = (counted: Counted): CountedCalls[] =>
  counted.provider === "notion"
    ? [{ what: "calls", buckets: notionBuckets(counted) }]
    : [
        { what: "reads", buckets: sheetsBuckets(counted, "read") },
        { what: "writes", buckets: sheetsBuckets(counted, "write") },
      ];

function notionBuckets({ account, within, limits }: Counted): Bucket[] {
  const perMinute = limits.notionPerMinute ?? DOCUMENTED.notion;
  const mostPerMinute = limits.notionPerMinute ?? DOCUMENTED.notionMost;
  const own = { id: `notion:${account}`, perMinute, mostPerMinute, isShared: false };
  return within === null ? [own] : [own, nameless(`notion-workspace:${within}`)];
}

function googleBuckets(counted: Counted, { url, method }: Call): Bucket[] {
  const { pathname } = new URL(url);
  if (/\/drive\/v\d+\//.test(pathname))
    return [nameless(`drive:${counted.account}`), ...project(counted, "drive", DOCUMENTED.driveProject)];
  // Tokens are got where nothing is counted.
  if (!/\/v\d+\/spreadsheets/.test(pathname)) return [];
  return sheetsBuckets(counted, method === "GET" ? "read" : "write");
}

function sheetsBuckets(counted: Counted, what: "read" | "write"): Bucket[] {
  const { account, limits } = counted;
  const name = `sheets-${what}`;
  const perMinute = limits.googleUserPerMinute ?? DOCUMENTED.sheetsUser;
  return [
    { id: `${name}:${account}`, perMinute, mostPerMinute: perMinute, isShared: false },
    ...project(counted, name, limits.googlePerMinute ?? DOCUMENTED.sheetsProject),
  ];
}

const project = ({ within }: Counted, name: string, perMinute: number): Bucket[] =>
  within === null
    ? []
    : [{ id: `${name}:project:${within}`, perMinute, mostPerMinute: perMinute, isShared: true }];

const nameless = (id: string): Bucket => ({ id, perMinute: null, mostPerMinute: null, isShared: false });
