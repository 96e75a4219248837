import "server-only";
import { createHmac } from "node:crypto";
import type { ConnectorKind, WaysOut } from "@/lib/connectors/connector";
import type { StoredConnection } from "@/lib/db/connections";
import { type Asker, reserveCalls, stallCalls } from "@/lib/db/provider-buckets";
import { budgetedFetch, type CallCounter } from "@/lib/egress/budgeted-fetch";
import { bucketsFor, type Counted } from "@/lib/egress/provider-limits";
import { env } from "@/lib/env";
import type { Credentials } from "@/lib/vault/vault";

const NAMES = { notion: "Notion", google: "Google" } as const;

/** The same ways out, whose calls to a provider wait for their turn; as they are for what no provider counts. */
export function withBudget(out: WaysOut, counted: Counted | null, asker: Asker): WaysOut {
  if (counted === null) return out;
  const fetch = budgetedFetch(out.fetch, {
    provider: NAMES[counted.provider],
    bucketsFor: (call) => bucketsFor(counted, call),
    counter: counterFor({ ...asker, party: hashed("party", asker.party) }),
  });
  return { ...out, fetch };
}

const counterFor = (asker: Asker): CallCounter => ({
  reserve: async (buckets) => Math.max(...(await reserveCalls(buckets, asker)).map(({ waitMs }) => waitMs)),
  stall: ({ bucket, ...refusal }) => stallCalls(bucket, refusal),
});

/**
 * Whose calls those of a stored connection are. `credentials` name the project that a service account is of; without
 * them a project is known of people's consents only.
 */
export function countedOf(
  { id, kind, accountId, scopes }: Pick<StoredConnection, "id" | "kind" | "accountId" | "scopes">,
  credentials: Credentials | null,
): Counted | null {
  switch (kind as ConnectorKind) {
    case "notion":
      return counted("notion", hashed("connection", id), accountId && hashed("workspace", accountId));
    case "google-sheets":
      return counted(
        "google",
        hashed("user", accountId ?? id),
        credentials === null ? ofConsent(scopes) : projectIn(credentials),
      );
    default:
      return null;
  }
}

/** Whose they are while credentials are tried that are not stored: nobody else's. */
export function countedUnsaved(
  kind: ConnectorKind,
  credentials: Credentials,
): { readonly counted: Counted | null; readonly party: string } {
  const id = hashed("credentials", JSON.stringify(credentials));
  const counted = countedOf({ id, kind, accountId: null, scopes: [] }, credentials);
  return { counted, party: id };
}

function counted(provider: Counted["provider"], account: string, within: string | null): Counted {
  const { NOTION_CALLS_PER_MINUTE, GOOGLE_CALLS_PER_MINUTE, GOOGLE_USER_CALLS_PER_MINUTE } = env();
  const limits = {
    notionPerMinute: NOTION_CALLS_PER_MINUTE,
    googlePerMinute: GOOGLE_CALLS_PER_MINUTE,
    googleUserPerMinute: GOOGLE_USER_CALLS_PER_MINUTE,
  };
  return { provider, account, within, limits };
}

/** People's consents are to our client, and count for its project. */
const OURS = "ours";

const ofConsent = (scopes: readonly string[]): string | null => (scopes.length > 0 ? OURS : null);

/** A service account's calls count for its own project. */
function projectIn({ serviceAccount }: Credentials): string {
  if (typeof serviceAccount !== "object" || serviceAccount === null) return OURS;
  const email = "client_email" in serviceAccount ? String(serviceAccount.client_email) : "";
  return hashed("project", email.replace(/^[^@]*@/, ""));
}

/** Keyed, so that the table tells nobody whose accounts are here. */
const hashed = (what: string, whose: string): string =>
  createHmac("sha256", env().APP_SECRET)
    .update(`provider-bucket\0${what}\0${whose}`)
    .digest("base64url")
    .slice(0, 22);
