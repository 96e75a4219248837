import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { membersOf, type StoredMember } from "@/lib/db/members";
import { changeDelivery, findDelivery, insertDeliveries, type NewDelivery } from "@/lib/db/notice-deliveries";
import type { ChannelKind, StoredChannel } from "@/lib/db/notification-channels";
import { findOrganization } from "@/lib/db/organizations";
import { AppError } from "@/lib/errors";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { requireChannel } from "./browse-channels";
import { type DeliveryView, deliveryView } from "./channel-view";
import { testMessage } from "./compose-message";
import { deliverOne } from "./deliver-one";
import { recipientsOf } from "./tell-channels";

interface Which {
  readonly id: string;
  readonly kind?: ChannelKind;
}

/**
 * Sends a test on the channel and answers what came of it, within ten seconds; where it goes to people by their role, to
 * whoever asks alone if he is one of them. Throws AppError `stale` for a channel on which nothing is sent.
 */
export async function testChannel(caller: Caller, which: Which, now = new Date()): Promise<DeliveryView[]> {
  authorize(caller, "notification:write");
  const { organizationId } = caller;
  const members = await membersOf(organizationId);
  const made = await withOrg(organizationId, async (db) => {
    const channel = await requireChannel(db, which.id, which.kind);
    requireOpen(channel);
    const place = await findOrganization(db, organizationId);
    if (!place) throw new AppError("not-found", "There is no such organization.");
    const message = testMessage(place, now);
    const deliveries = testedBy(caller, channel, members).map(
      (recipient): NewDelivery => ({
        ...{ id: newUuid(), channelId: channel.id, key: `test:${newUuid()}`, recipient, message },
      }),
    );
    await insertDeliveries(db, organizationId, deliveries, now);
    const target = { type: "channel", ref: which.id };
    await record(db, [callerEntry(caller, { action: "channel.tested", target, payload: null })], now);
    return deliveries;
  });
  return tried(
    organizationId,
    made.map(({ id }) => id),
    now,
  );
}

/** The same of a webhook, for a program: one message, and what came of it. */
export async function testWebhook(caller: Caller, id: string, now = new Date()): Promise<DeliveryView> {
  const [view] = await testChannel(caller, { id, kind: "webhook" }, now);
  if (!view) throw new AppError("not-found", "There is no such webhook.");
  return view;
}

/** The same message once more, under its id, as if it had never been tried; answers what came of it. */
export async function resendDelivery(
  caller: Caller,
  which: Which,
  deliveryId: string,
  now = new Date(),
): Promise<DeliveryView> {
  authorize(caller, "notification:write");
  const { organizationId } = caller;
  const id = await withOrg(organizationId, async (db) => {
    const channel = await requireChannel(db, which.id, which.kind);
    const uuid = uuidOf("dlv", deliveryId);
    const delivery = uuid && (await findDelivery(db, uuid));
    if (!delivery || delivery.channelId !== channel.id)
      throw new AppError("not-found", "There is no such message on this channel.");
    requireOpen(channel);
    await changeDelivery(db, delivery.id, { status: "waiting", attempts: 0, nextAt: now });
    const target = { type: "delivery", ref: deliveryId };
    const payload = { channel: which.id };
    await record(db, [callerEntry(caller, { action: "delivery.resent", target, payload })], now);
    return delivery.id;
  });
  const [view] = await tried(organizationId, [id], now);
  if (!view) throw new AppError("not-found", "There is no such message on this channel.");
  return view;
}

function requireOpen({ disabledAt, confirmedAt }: StoredChannel): void {
  if (disabledAt !== null)
    throw new AppError("stale", "The channel is turned off.", { remedy: "Turn it on first." });
  if (confirmedAt === null)
    throw new AppError("stale", "The address has not said yet that it may be written to.", {
      remedy: "Open the link in the mail that was sent there.",
    });
}

function testedBy({ actor }: Caller, channel: StoredChannel, members: readonly StoredMember[]): string[] {
  const recipients = recipientsOf(channel, members);
  const own = members.find(({ personId }) => publicId("per", personId) === actor.ref)?.email;
  return own !== undefined && recipients.includes(own) ? [own] : recipients;
}

async function tried(organizationId: string, ids: readonly string[], now: Date): Promise<DeliveryView[]> {
  for (const deliveryId of ids) await deliverOne({ organizationId, deliveryId }, now);
  const found = await withOrg(organizationId, async (db) => {
    const all = [];
    for (const id of ids) all.push(await findDelivery(db, id));
    return all;
  });
  return found.flatMap((delivery) => (delivery ? [deliveryView(delivery)] : []));
}
