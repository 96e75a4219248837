import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type Scoped, withOrg } from "@/lib/db/control";
import { listDeliveries as listStored } from "@/lib/db/notice-deliveries";
import {
  type ChannelKind,
  findChannel,
  listChannels as listStoredChannels,
  type StoredChannel,
} from "@/lib/db/notification-channels";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import {
  type ChannelView,
  channelView,
  type DeliveryView,
  deliveryView,
  type WebhookView,
  webhookView,
} from "./channel-view";

/** The channel behind a public id, of that kind if one is named; `not-found` for anything else. */
export async function requireChannel(db: Scoped, id: string, kind?: ChannelKind): Promise<StoredChannel> {
  const uuid = uuidOf("chn", id);
  const channel = uuid && (await findChannel(db, uuid));
  if (channel && (kind === undefined || channel.kind === kind)) return channel;
  throw new AppError(
    "not-found",
    kind === "webhook" ? "There is no such webhook." : "There is no such channel.",
  );
}

export interface WatchedChannelView extends ChannelView {
  /** Its newest messages. */
  readonly deliveries: readonly DeliveryView[];
}

/** Every channel with what was last sent on it, the oldest first. */
export async function listChannels(caller: Caller): Promise<WatchedChannelView[]> {
  authorize(caller, "notification:read");
  return withOrg(caller.organizationId, async (db) => {
    const views: WatchedChannelView[] = [];
    for (const channel of await listStoredChannels(db))
      views.push({
        ...channelView(channel),
        deliveries: (await listStored(db, channel.id)).map(deliveryView),
      });
    return views;
  });
}

export async function listWebhooks(caller: Caller): Promise<WebhookView[]> {
  authorize(caller, "notification:read");
  const all = await withOrg(caller.organizationId, listStoredChannels);
  return all.filter(({ kind }) => kind === "webhook").map(webhookView);
}

export async function getWebhook(caller: Caller, id: string): Promise<WebhookView> {
  authorize(caller, "notification:read");
  return webhookView(await withOrg(caller.organizationId, (db) => requireChannel(db, id, "webhook")));
}

/** The newest messages to a webhook, each with what came of its last try. */
export async function listWebhookDeliveries(caller: Caller, id: string): Promise<DeliveryView[]> {
  authorize(caller, "notification:read");
  return withOrg(caller.organizationId, async (db) =>
    (await listStored(db, (await requireChannel(db, id, "webhook")).id)).map(deliveryView),
  );
}
