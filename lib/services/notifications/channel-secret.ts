import "server-only";
import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { withOrg } from "@/lib/db/control";
import { sealedTargetOf } from "@/lib/db/notification-channels";
import { AppError } from "@/lib/errors";
import { rememberCredentials } from "@/lib/known-secrets";
import { openCredentials, sealCredentials } from "@/lib/vault/vault";

/** The name that the sealed text is bound to. */
const FIELD = "target";

const SECRET_BYTES = 32;

/** For how long the secret before still signs too. */
const OVERLAP_MS = 24 * 60 * 60_000;

/**
 * What is secret of a channel: where it leads, as such an address may hold a secret, and what a webhook is signed with.
 * `until`: when a secret ends; null = it does not.
 */
const secretTarget = z.object({
  url: z.string(),
  secrets: z.array(z.object({ secret: z.string(), until: z.iso.datetime().nullable() })),
});
type Target = z.output<typeof secretTarget>;
export interface SecretTarget {
  readonly url: string;
  readonly secrets: readonly Readonly<Target["secrets"][number]>[];
}

/** A new secret in the form of Standard Webhooks. */
export const newSigningSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;

/** Of an address like Slack's, the last part alone is what nobody else knows. */
const rememberAddress = ({ url }: SecretTarget): void =>
  rememberCredentials({ part: new URL(url).pathname.split("/").at(-1) ?? "" });

/** Seals it for the channel. Not for within a transaction. */
export async function sealTarget(organizationId: string, id: string, target: SecretTarget): Promise<string> {
  rememberAddress(target);
  const [sealed] = await sealCredentials({ organizationId, connectionId: id }, { [FIELD]: target });
  if (!sealed) throw new AppError("internal", "The channel's secret could not be sealed.");
  return sealed.sealed;
}

/** Opens it, for the moment of use only. Throws AppError `not-found` where the channel has none. */
export async function openTarget(organizationId: string, id: string): Promise<SecretTarget> {
  const sealed = await withOrg(organizationId, (db) => sealedTargetOf(db, id));
  if (sealed === null) throw new AppError("not-found", "There is no such channel any more.");
  const bound = { organizationId, connectionId: id };
  const opened = await openCredentials(bound, [{ field: FIELD, sealed }]);
  const target = secretTarget.parse(opened[FIELD]);
  rememberAddress(target);
  return target;
}

/** The secrets with a new one in front: the one before signs for another day, and older ones not any more. */
export function rotated(target: SecretTarget, secret: string, now: Date): SecretTarget {
  const [current] = target.secrets;
  const until = new Date(now.getTime() + OVERLAP_MS).toISOString();
  return {
    url: target.url,
    secrets: [{ secret, until: null }, ...(current ? [{ secret: current.secret, until }] : [])],
  };
}

/** The headers that prove a message to whoever has one of the secrets; signed by each that is in force. */
export function signedHeaders(
  target: SecretTarget,
  { id, body, now }: { readonly id: string; readonly body: string; readonly now: Date },
): Record<string, string> {
  const inForce = target.secrets.filter(({ until }) => until === null || new Date(until) > now);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": inForce.map(({ secret }) => new Webhook(secret).sign(id, now, body)).join(" "),
  };
}
