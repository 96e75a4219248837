import { createHmac, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import { newUuid } from "@/lib/ids";

/** Who caused an entry. `ref` is a public id, or a fixed word for the system's own parts. */
export interface Actor {
  readonly type: "person" | "api-key" | "schedule" | "system";
  readonly ref: string;
}

/** What happened; closed, so that nobody invents a second word for the same act. */
export type Action =
  | "organization.created"
  | "member.invited"
  | "member.uninvited"
  | "member.joined"
  | "member.changed"
  | "member.removed"
  | "plan.changed"
  | "plan.over-limit"
  | "plan.within-limit"
  | "connection.created"
  | "connection.checked"
  | "connection.renamed"
  | "connection.refused"
  | "connection.reconnected"
  | "connection.disconnected"
  | "connection.deleted"
  | "registry.created"
  | "registry.updated"
  | "registry.paused"
  | "registry.resumed"
  | "registry.deleted"
  | "api-key.created"
  | "api-key.revoked"
  | "run.requested"
  | "run.planned"
  | "run.held"
  | "run.approved"
  | "run.rejected"
  | "run.expired"
  | "run.closed"
  | "drift.checked"
  | "row.merged"
  | "row.deleted"
  | "row.written"
  | "row.refused"
  | "row.stale"
  | "row.ordered"
  | "row.excluded"
  | "row.included"
  | "conflict.recorded"
  | "conflict.resolved"
  | "conflict.reopened"
  | "issue.retried"
  | "issue.skipped"
  | "schema.drafted"
  | "schema.published"
  | "option-set.created"
  | "option-set.updated"
  | "option-set.deleted";

export interface Entry {
  readonly actor: Actor;
  readonly action: Action;
  readonly outcome: "ok" | "refused" | "failed";
  readonly target: { readonly type: string; readonly ref: string };
  readonly source: string | null;
  readonly destination: string | null;
  readonly requestId?: string | null;
  readonly runId: string | null;
  /** Field values and reasons; never in the leaf, only its commitment is. */
  readonly payload: unknown;
}

/** What `ledger.append` takes: the envelope's parts as text, the payload with its salt and commitment. */
export type PreparedEntry = Readonly<Record<string, string | null>>;

/**
 * The payload's commitment is hex HMAC-SHA256(salt, RFC 8785 payload) with 32 random bytes of salt, so that the
 * leaf proves the payload while both exist and says nothing once the salt is gone.
 */
export function prepareEntry(entry: Entry, occurredAt: Date): PreparedEntry {
  const payload = canonicalize(entry.payload ?? null) ?? "null";
  const salt = randomBytes(32);
  return {
    id: newUuid(),
    occurred_at: occurredAt.toISOString(),
    actor_type: entry.actor.type,
    actor_ref: entry.actor.ref,
    action: entry.action,
    outcome: entry.outcome,
    target_type: entry.target.type,
    target_ref: entry.target.ref,
    source: entry.source,
    destination: entry.destination,
    request_id: entry.requestId ?? null,
    run_id: entry.runId,
    payload,
    salt: salt.toString("base64"),
    commitment: createHmac("sha256", salt).update(payload).digest("hex"),
  };
}
