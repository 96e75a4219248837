import "server-only";
import { record, type Scoped } from "@/lib/db/control";
import { insertChannel } from "@/lib/db/notification-channels";
import { insertOrganization, type StoredOrganization } from "@/lib/db/organizations";
import { newUuid, publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";

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
  const by = entryBy(ownerId);
  const { kind, name, target, roles, level, registries } = channel;
  await record(
    db,
    [
      by("organization.created", "organization", publicId("org", stored.id), { name: stored.name }),
      by("channel.created", "channel", publicId("chn", channel.id), {
        ...{ kind, name, target, roles, level, registries },
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

const entryBy =
  (ownerId: string) =>
  (action: Entry["action"], type: Entry["target"]["type"], ref: string, payload: unknown): Entry => ({
    actor: { type: "person", ref: publicId("per", ownerId) },
    action,
    outcome: "ok",
    target: { type, ref },
    source: null,
    destination: null,
    runId: null,
    payload,
  });
