type Entry = Record<string, unknown>;

interface Drift {
  /** Why the answer may differ from the document. */
  readonly reason: string;
  /** Takes out of an object what the document does not know; all else is judged as it is. */
  mend(entry: Entry, version: string | undefined): void;
}

/** Types that real workspaces have and that the document's answers do not list. */
const UNLISTED_TYPES = ["button", "last_visited_time", "location", "place", "verification"];

const OAUTH_CODES = ["invalid_client", "invalid_grant", "unsupported_grant_type"];

/** Where the live API is known to differ from the document's snapshot of April 2026. */
const DRIFTS: readonly Drift[] = [
  {
    reason: "relations say `has_more` on the wire; the document and the client's types omit it",
    mend(entry) {
      if (entry.type === "relation" && Array.isArray(entry.relation)) delete entry.has_more;
    },
  },
  {
    reason: "errors carry `request_id` on the wire, which the document's error bodies omit",
    mend(entry) {
      if (entry.object === "error") delete entry.request_id;
    },
  },
  {
    reason: "OAuth's own error codes are seen on the wire and are in no list of the document",
    mend(entry) {
      if (entry.object === "error" && OAUTH_CODES.includes(String(entry.code)))
        entry.code = entry.status === 401 ? "unauthorized" : "invalid_request";
    },
  },
  {
    reason: "the document is of 2026-03-11 alone; 2025-09-03 says `archived` beside `in_trash`",
    mend(entry, version) {
      if (version === "2025-09-03" && typeof entry.in_trash === "boolean") delete entry.archived;
    },
  },
  {
    reason: "property types that the document does not list come without an update of it",
    mend({ properties }) {
      if (typeof properties !== "object" || properties === null) return;
      for (const [name, value] of Object.entries(properties as Record<string, Entry>))
        if (UNLISTED_TYPES.includes(String(value.type))) delete (properties as Entry)[name];
    },
  },
];

/** A copy of the body in which the known differences are mended. */
export function withoutDrift(body: unknown, version?: string): unknown {
  return JSON.parse(JSON.stringify(body), (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    for (const { mend } of DRIFTS) mend(value as Entry, version);
    return value;
  });
}
