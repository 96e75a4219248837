import { hash, randomBytes } from "node:crypto";
import { newUuid, uuidOf } from "@/lib/ids";
import { keyHash } from "./key-form";
import { payloadText } from "./payload-text";

/** Who caused an entry. `ref` is a public id, or a fixed word for the system's own parts. */
export interface Actor {
  readonly type: "person" | "api-key" | "schedule" | "system";
  readonly ref: string;
}

/** What happened; closed, so that nobody invents a second word for the same act. */
export const ACTIONS = [
  "organization.created",
  "organization.renamed",
  "organization.closing",
  "organization.kept",
  "organization.purged",
  "member.invited",
  "member.uninvited",
  "member.joined",
  "member.changed",
  "member.removed",
  "person.renamed",
  "session.opened",
  "session.closed",
  "session.revoked",
  "session.broke-glass",
  "sign-in.failed",
  "identity.linked",
  "identity.unlinked",
  "identity-provider.created",
  "identity-provider.changed",
  "identity-provider.deleted",
  "domain.added",
  "domain.verified",
  "domain.removed",
  "domain.lapsed",
  "sign-in.required",
  "sign-in.break-glass-changed",
  "plan.changed",
  "plan.over-limit",
  "plan.within-limit",
  "connection.created",
  "connection.checked",
  "connection.renamed",
  "connection.refused",
  "connection.reconnected",
  "connection.disconnected",
  "connection.deleted",
  "connection.picker-opened",
  "connection.place-created",
  "connection.place-extended",
  "registry.created",
  "registry.updated",
  "registry.paused",
  "registry.resumed",
  "registry.deleted",
  "registry.muted",
  "registry.unmuted",
  "api-key.created",
  "api-key.revoked",
  "run.requested",
  "run.planned",
  "run.held",
  "run.approved",
  "run.rejected",
  "run.expired",
  "run.closed",
  "drift.checked",
  "row.merged",
  "row.deleted",
  "row.written",
  "row.refused",
  "row.stale",
  "row.ordered",
  "row.excluded",
  "row.included",
  "conflict.recorded",
  "conflict.resolved",
  "conflict.reopened",
  "issue.retried",
  "issue.skipped",
  "schema.drafted",
  "schema.published",
  "option-set.created",
  "option-set.updated",
  "option-set.deleted",
  "audit.exported",
  "draft.begun",
  "draft.changed",
  "draft.surveyed",
  "draft.tried",
  "draft.started",
  "draft.dropped",
  "channel.created",
  "channel.changed",
  "channel.asked",
  "channel.confirmed",
  "channel.tested",
  "channel.secret-rotated",
  "channel.enabled",
  "channel.disabled",
  "channel.muted",
  "channel.unmuted",
  "channel.deleted",
  "delivery.resent",
] as const;
export type Action = (typeof ACTIONS)[number];

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
  /** The registry's uuid, where neither the target nor the run tells it. */
  readonly registryId?: string;
  /** The key under which the target, a row or what is about one, is to be found: the JSON text of its values. */
  readonly rowKey?: string;
}

/** What `ledger.append` takes: the envelope's parts as text, the payload with its salt and commitment, what it is found by. */
export type PreparedEntry = Readonly<Record<string, string | null>>;

const SALT_BYTES = 32;

/**
 * The entries as `ledger.append` takes them. A payload's commitment is hex HMAC-SHA256(salt, RFC 8785 payload) with 32
 * random bytes of salt, so that the leaf proves the payload while both exist and says nothing once the salt is gone.
 */
export function prepareEntries(entries: readonly Entry[], occurredAt: Date): PreparedEntry[] {
  const salts = randomBytes(entries.length * SALT_BYTES);
  const at = occurredAt.toISOString();
  return entries.map((entry, n) => {
    const payload = payloadText(entry.payload ?? null);
    const salt = salts.subarray(n * SALT_BYTES, (n + 1) * SALT_BYTES);
    return {
      id: newUuid(),
      occurred_at: at,
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
      commitment: commitmentOf(salt, payload),
      registry_id: entry.registryId ?? registryOf(entry.target),
      key_hash: entry.rowKey === undefined ? null : keyHash(entry.rowKey),
    };
  });
}

const registryOf = ({ type, ref }: Entry["target"]): string | null =>
  type === "registry" ? uuidOf("reg", ref) : null;

const BLOCK = 64;

/**
 * HMAC-SHA256 of the payload under the salt, as RFC 2104 writes it: a chunk of a run commits thousands of entries, and an
 * `Hmac` object with its key costs four times what the two hashes do.
 */
export function commitmentOf(salt: Buffer, payload: string): string {
  const inner = Buffer.alloc(BLOCK, 0x36);
  const outer = Buffer.alloc(BLOCK + 32, 0x5c);
  for (let at = 0; at < salt.length; at += 1) {
    inner[at] = 0x36 ^ (salt[at] ?? 0);
    outer[at] = 0x5c ^ (salt[at] ?? 0);
  }
  hash("sha256", Buffer.concat([inner, Buffer.from(payload)]), "buffer").copy(outer, BLOCK);
  return hash("sha256", outer, "hex");
}
