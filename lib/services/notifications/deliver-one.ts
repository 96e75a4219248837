import "server-only";
import { record, withOrg } from "@/lib/db/control";
import {
  changeDelivery,
  claimDelivery,
  type DueDelivery,
  dropWaiting,
  type StoredDelivery,
} from "@/lib/db/notice-deliveries";
import {
  changeChannel,
  disableChannel,
  findChannel,
  noteFailing,
  type StoredChannel,
} from "@/lib/db/notification-channels";
import { findOrganization } from "@/lib/db/organizations";
import { env } from "@/lib/env";
import { publicId } from "@/lib/ids";
import { channelDisabledLetter } from "@/lib/mail/notice-letters";
import { tellOwners } from "../organizations/tell-owners";
import { isGivenUp, nextTry } from "./retry-schedule";
import { type Sent, sendOn } from "./send-on";

/** Longer than one try takes: after it, one that was broken off is made again. */
const TRY_MS = 2 * 60_000;

const GONE = "Its address answered that nothing is taken there any more (410).";
const SILENT = "Nothing arrived there for three days.";

/**
 * Makes one try of a message and notes what came of it. Whoever dies between the two makes it again, so a receiver may
 * have it twice, under the same id. Answers whether it arrived. Not for within a transaction.
 */
export async function deliverOne({ organizationId, deliveryId }: DueDelivery, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + TRY_MS);
  const taken = await withOrg(organizationId, async (db) => {
    const delivery = await claimDelivery(db, deliveryId, { now, until });
    const channel = delivery && (await findChannel(db, delivery.channelId));
    if (!channel) return null;
    if (channel.disabledAt === null) return { delivery, channel };
    await dropWaiting(db, channel.id);
    return null;
  });
  if (!taken) return false;
  const sent = await sendOn(organizationId, taken, now);
  return noteSent(organizationId, taken, { sent, now });
}

interface Taken {
  readonly delivery: StoredDelivery;
  readonly channel: StoredChannel;
}

async function noteSent(
  organizationId: string,
  { delivery, channel }: Taken,
  { sent, now }: { readonly sent: Sent; readonly now: Date },
): Promise<boolean> {
  const { code, problem, outcome } = sent;
  const last = { lastAt: now, lastCode: code, lastProblem: problem };
  if (outcome !== "failed") {
    const status = outcome === "arrived" ? "sent" : "dropped";
    await withOrg(organizationId, async (db) => {
      await changeDelivery(db, delivery.id, { ...last, status, nextAt: null });
      if (status === "sent") await changeChannel(db, channel.id, { failingSince: null });
    });
    return status === "sent";
  }
  const nextAt = nextTry(delivery.attempts, now);
  await withOrg(organizationId, async (db) => {
    await changeDelivery(db, delivery.id, {
      ...last,
      nextAt,
      status: nextAt === null ? "failed" : "waiting",
    });
    await noteFailing(db, channel.id, now);
  });
  if (code === 410 || isGivenUp(channel.failingSince, now))
    await turnOff(organizationId, channel, { reason: code === 410 ? GONE : SILENT, now });
  return false;
}

/** Nobody is told by it any more, which its owners are. */
async function turnOff(
  organizationId: string,
  channel: StoredChannel,
  { reason, now }: { readonly reason: string; readonly now: Date },
): Promise<void> {
  const ref = publicId("chn", channel.id);
  const organization = await withOrg(organizationId, async (db) => {
    if (!(await disableChannel(db, channel.id, { at: now, reason }))) return null;
    await dropWaiting(db, channel.id);
    const found = await findOrganization(db, organizationId);
    const entry = {
      actor: { type: "system", ref: "notifications" },
      action: "channel.disabled",
      outcome: "ok",
      target: { type: "channel", ref },
      source: null,
      destination: null,
      runId: null,
      payload: { name: channel.name, reason },
    } as const;
    await record(db, [entry], now);
    return found;
  });
  if (!organization) return;
  const link = new URL(`/${publicId("org", organizationId)}/settings/notifications`, env().APP_URL).href;
  const told = { organization: organization.name, channel: channel.name, reason };
  await tellOwners(organizationId, channelDisabledLetter(link, told));
}
