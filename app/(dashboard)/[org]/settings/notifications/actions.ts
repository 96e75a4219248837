"use server";

import { z } from "zod";
import type { ActionResult, Asked } from "@/components/action";
import { sent, text } from "@/lib/http/sent";
import {
  changeChannel,
  deleteChannel,
  enableChannel,
  rotateSecret,
} from "@/lib/services/notifications/change-channel";
import {
  type ChannelChangeInput,
  type CreateChannelRequest,
  channelChangeInput,
  createChannelInput,
} from "@/lib/services/notifications/channel-input";
import type { ChannelView } from "@/lib/services/notifications/channel-view";
import { askAddressAgain } from "@/lib/services/notifications/confirm-address";
import { type CreatedChannelView, createChannel } from "@/lib/services/notifications/create-channel";
import { resendDelivery, testChannel } from "@/lib/services/notifications/try-channel";
import { answer, asked } from "../../_session/answer";

const CANNOT_BE_SAVED = { message: "This channel cannot be saved." };

export async function newChannel(
  org: string,
  channel: CreateChannelRequest,
): Promise<Asked<CreatedChannelView>> {
  return asked(org, (caller) => createChannel(caller, sent(createChannelInput, channel, CANNOT_BE_SAVED)));
}

export async function saveChannel(
  org: string,
  channelId: string,
  settings: ChannelChangeInput,
): Promise<Asked<ChannelView>> {
  return asked(org, (caller) =>
    changeChannel(caller, { id: text(channelId) }, sent(channelChangeInput, settings, CANNOT_BE_SAVED)),
  );
}

const mutedFor = z.int().min(0).max(720);

/** 0 hours: it is told again. */
export async function muteChannel(org: string, channelId: string, hours: number): Promise<ActionResult> {
  return answer(org, (caller) => {
    const long = sent(mutedFor, hours, { message: "A channel is muted for up to 720 hours." });
    const mutedUntil = long === 0 ? null : new Date(Date.now() + long * 60 * 60_000).toISOString();
    return changeChannel(caller, { id: text(channelId) }, { mutedUntil });
  });
}

export async function dropChannel(org: string, channelId: string): Promise<ActionResult> {
  return answer(org, (caller) => deleteChannel(caller, { id: text(channelId) }));
}

export async function turnOn(org: string, channelId: string): Promise<ActionResult> {
  return answer(org, (caller) => enableChannel(caller, { id: text(channelId) }));
}

export async function newSecret(org: string, channelId: string): Promise<Asked<{ readonly secret: string }>> {
  return asked(org, (caller) => rotateSecret(caller, text(channelId)));
}

export async function sendTest(org: string, channelId: string): Promise<ActionResult> {
  return answer(org, (caller) => testChannel(caller, { id: text(channelId) }));
}

export async function sendAgain(org: string, channelId: string, deliveryId: string): Promise<ActionResult> {
  return answer(org, (caller) => resendDelivery(caller, { id: text(channelId) }, text(deliveryId)));
}

export async function askAgain(org: string, channelId: string): Promise<ActionResult> {
  return answer(org, (caller) => askAddressAgain(caller, text(channelId)));
}
