import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import {
  type ChannelKind,
  changeChannel as changeStored,
  deleteChannel as deleteStored,
  type StoredChannel,
} from "@/lib/db/notification-channels";
import type { Action } from "@/lib/ledger/envelope";
import { callerEntry } from "../audit/caller-entry";
import { requireChannel } from "./browse-channels";
import type { ChannelChangeInput } from "./channel-input";
import { newSigningSecret, openTarget, rotated, sealTarget } from "./channel-secret";
import { type ChannelView, channelView, type WebhookView, webhookView } from "./channel-view";
import { registryIds } from "./create-channel";
import { nextMorning } from "./morning";

/** What a door asks for: any channel, or one of a kind. */
interface Which {
  readonly id: string;
  readonly kind?: ChannelKind;
}

/** Changes what is told on a channel, and how. */
export async function changeChannel(
  caller: Caller,
  which: Which,
  change: ChannelChangeInput,
  now = new Date(),
): Promise<ChannelView> {
  authorize(caller, "notification:write");
  return channelView(await setTo(caller, which, change, now));
}

/** The same of a webhook. */
export async function changeWebhook(
  caller: Caller,
  id: string,
  change: ChannelChangeInput,
  now = new Date(),
): Promise<WebhookView> {
  authorize(caller, "notification:write");
  return webhookView(await setTo(caller, { id, kind: "webhook" }, change, now));
}

function setTo(caller: Caller, which: Which, change: ChannelChangeInput, now: Date): Promise<StoredChannel> {
  return noted(caller, which, { action: "channel.changed", payload: change, now }, async (db, channel) => {
    const { mutedUntil, registries } = change;
    const { name, level, issuesOver, digest, timeZone } = { ...channel, ...given(change) };
    const isDigestNew = digest !== channel.digest || timeZone !== channel.timeZone;
    await changeStored(db, channel.id, {
      ...{ name, level, issuesOver, digest, timeZone },
      ...(registries && { registries: await registryIds(db, registries) }),
      ...(mutedUntil !== undefined && { mutedUntil: mutedUntil === null ? null : new Date(mutedUntil) }),
      ...(isDigestNew && { nextDigestAt: digest ? nextMorning(now, timeZone) : null }),
    });
  });
}

/** What a change says, without what it leaves out. */
const given = ({ name, level, issuesOver, digest, timeZone }: ChannelChangeInput) => ({
  ...(name !== undefined && { name }),
  ...(level !== undefined && { level }),
  ...(issuesOver !== undefined && { issuesOver }),
  ...(digest !== undefined && { digest }),
  ...(timeZone !== undefined && { timeZone }),
});

/** Turns a channel on again that was turned off because nothing arrived. */
export async function enableChannel(caller: Caller, which: Which, now = new Date()): Promise<ChannelView> {
  authorize(caller, "notification:write");
  const done = { action: "channel.enabled", payload: null, now } as const;
  const change = { disabledAt: null, disabledReason: null, failingSince: null };
  return channelView(
    await noted(caller, which, done, async (db, { id }) => {
      await changeStored(db, id, change);
    }),
  );
}

/** What is on its way on it goes nowhere any more. */
export async function deleteChannel(caller: Caller, which: Which, now = new Date()): Promise<void> {
  authorize(caller, "notification:write");
  await withOrg(caller.organizationId, async (db) => {
    const channel = await requireChannel(db, which.id, which.kind);
    await deleteStored(db, channel.id);
    const { kind, name, target } = channel;
    const entry = {
      action: "channel.deleted",
      target: { type: "channel", ref: which.id },
      payload: { kind, name, target },
    } as const;
    await record(db, [callerEntry(caller, entry)], now);
  });
}

/** A new secret for a webhook, told in this answer only; the one before signs too for another day. */
export async function rotateSecret(
  caller: Caller,
  id: string,
  now = new Date(),
): Promise<{ readonly secret: string }> {
  authorize(caller, "notification:write");
  const { organizationId } = caller;
  const channel = await withOrg(organizationId, (db) => requireChannel(db, id, "webhook"));
  const secret = newSigningSecret();
  const target = rotated(await openTarget(organizationId, channel.id), secret, now);
  const sealedTarget = await sealTarget(organizationId, channel.id, target);
  const done = { action: "channel.secret-rotated", payload: null, now } as const;
  await noted(caller, { id, kind: "webhook" }, done, async (db) => {
    await changeStored(db, channel.id, { sealedTarget });
  });
  return { secret };
}

interface Done {
  readonly action: Action;
  readonly payload: unknown;
  readonly now: Date;
}

/** Changes a channel and notes it; answers it as it is then. */
function noted(
  caller: Caller,
  { id, kind }: Which,
  { action, payload, now }: Done,
  work: (db: Scoped, channel: StoredChannel) => Promise<void>,
): Promise<StoredChannel> {
  return withOrg(caller.organizationId, async (db) => {
    await work(db, await requireChannel(db, id, kind));
    const target = { type: "channel", ref: id };
    await record(db, [callerEntry(caller, { action, target, payload })], now);
    return requireChannel(db, id, kind);
  });
}
