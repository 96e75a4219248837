import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import {
  countChannels,
  insertChannel,
  type NewChannel,
  type StoredChannel,
} from "@/lib/db/notification-channels";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { requireRegistry } from "../registries/browse-registries";
import type { CreateChannelInput, CreateWebhookInput } from "./channel-input";
import { newSigningSecret, sealTarget } from "./channel-secret";
import { type ChannelView, channelView, type WebhookView, webhookView } from "./channel-view";
import { askAddress } from "./confirm-address";
import { nextMorning } from "./morning";

/** More than anybody can keep apart; keeps the list in one page. */
const MOST_CHANNELS = 50;

export interface CreatedChannelView extends ChannelView {
  /** What a webhook's messages are signed with, in this answer only; null = the kind has none. */
  readonly secret: string | null;
}

/**
 * Makes a channel. A webhook's secret is told once; an address is asked by mail first whether it may be written to.
 * `limit-reached` when there are too many; `not-found` for a registry that is not the organization's.
 */
export async function createChannel(
  caller: Caller,
  input: CreateChannelInput,
  now = new Date(),
): Promise<CreatedChannelView> {
  authorize(caller, "notification:write");
  const { stored, secret } = await placeChannel(caller, input, now);
  if (input.kind === "address") await askAddress(caller, stored, now);
  return { ...channelView(stored), secret };
}

export interface CreatedWebhookView extends WebhookView {
  readonly secret: string;
}

/** As `createChannel`, for a program. */
export async function createWebhook(
  caller: Caller,
  input: CreateWebhookInput,
  now = new Date(),
): Promise<CreatedWebhookView> {
  authorize(caller, "notification:write");
  const { stored, secret } = await placeChannel(caller, { ...input, kind: "webhook" }, now);
  return { ...webhookView(stored), secret: secret ?? "" };
}

interface Placed {
  readonly stored: StoredChannel;
  readonly secret: string | null;
}

async function placeChannel(caller: Caller, input: CreateChannelInput, now: Date): Promise<Placed> {
  const id = newUuid();
  const secret = input.kind === "webhook" ? newSigningSecret() : null;
  const sealedTarget =
    "url" in input
      ? await sealTarget(caller.organizationId, id, {
          url: input.url,
          secrets: secret === null ? [] : [{ secret, until: null }],
        })
      : null;
  const stored = await withOrg(caller.organizationId, async (db) => {
    if ((await countChannels(db)) >= MOST_CHANNELS)
      throw new AppError("limit-reached", `An organization holds at most ${MOST_CHANNELS} channels.`, {
        remedy: "Delete channels that nobody reads any more.",
      });
    const channel: NewChannel = {
      ...(await settingsOf(db, input)),
      ...{ id, sealedTarget, kind: kindOf(input), target: targetOf(input), createdAt: now },
      roles: input.kind === "roles" ? input.roles : [],
      nextDigestAt: input.digest ? nextMorning(now, input.timeZone) : null,
      confirmedAt: input.kind === "address" ? null : now,
    };
    await insertChannel(db, caller.organizationId, channel);
    const { kind, name, target, roles, level } = channel;
    const payload = { kind, name, target, roles, level, registries: input.registries };
    const entry = {
      action: "channel.created",
      target: { type: "channel", ref: publicId("chn", id) },
      payload,
    } as const;
    await record(db, [callerEntry(caller, entry)], now);
    return { ...channel, mutedUntil: null, failingSince: null, disabledAt: null, disabledReason: null };
  });
  return { stored, secret };
}

async function settingsOf(
  db: Scoped,
  { name, level, registries, issuesOver, digest, timeZone }: CreateChannelInput,
) {
  return { name, level, issuesOver, digest, timeZone, registries: await registryIds(db, registries) };
}

/** The registries of the organization that these public ids name. Throws AppError `not-found`. */
export async function registryIds(db: Scoped, ids: readonly string[]): Promise<string[]> {
  const uuids = new Set<string>();
  for (const id of ids) uuids.add((await requireRegistry(db, id)).id);
  return [...uuids];
}

const kindOf = ({ kind }: CreateChannelInput): StoredChannel["kind"] =>
  kind === "roles" || kind === "address" ? "email" : kind;

/** What may be shown of where it leads: a query, and Slack's path, may hold what nobody else knows. */
function targetOf(input: CreateChannelInput): string {
  switch (input.kind) {
    case "roles":
      return "";
    case "address":
      return input.address;
    case "slack":
      return `${new URL(input.url).host}/…${input.url.slice(-4)}`;
    case "webhook": {
      const { origin, pathname } = new URL(input.url);
      return origin + pathname;
    }
    default:
      return input satisfies never;
  }
}
