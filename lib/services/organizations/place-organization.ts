import "server-only";
import { record, type Scoped } from "@/lib/db/control";
import { insertChannel } from "@/lib/db/notification-channels";
import { insertOrganization, type StoredOrganization } from "@/lib/db/organizations";
import { newUuid, publicId } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";

/**
 * Stores a new organization with its owner and a mail to owners of what changes its registries' state and is over again,
 * and notes it; the transaction must be scoped to its id.
 */
export async function placeOrganization(
  db: Scoped,
  organization: StoredOrganization & { readonly ownerId: string },
  now: Date,
): Promise<void> {
  const { ownerId, ...stored } = organization;
  await insertOrganization(db, stored, ownerId);
  const channel = { ...FIRST_CHANNEL, id: newUuid(), confirmedAt: now, createdAt: now };
  await insertChannel(db, stored.id, channel);
  const owner = { actor: { type: "person", ref: publicId("per", ownerId) } } as const;
  const { kind, name, target, roles, level, registries } = channel;
  await record(
    db,
    [
      callerEntry(owner, {
        action: "organization.created",
        target: { type: "organization", ref: publicId("org", stored.id) },
        payload: { name: stored.name },
      }),
      callerEntry(owner, {
        action: "channel.created",
        target: { type: "channel", ref: publicId("chn", channel.id) },
        payload: { kind, name, target, roles, level, registries },
      }),
    ],
    now,
  );
}

/** A channel like any other: its owners change, mute or delete it. Their addresses have proved themselves by signing in. */
const FIRST_CHANNEL = {
  kind: "email",
  name: "Owners",
  target: "",
  roles: ["owner"],
  level: "warning",
  registries: [],
  issuesOver: 0,
  digest: false,
  timeZone: "UTC",
  nextDigestAt: null,
  sealedTarget: null,
} as const;
