import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { changeChannel, findChannel, type StoredChannel } from "@/lib/db/notification-channels";
import { findOrganization } from "@/lib/db/organizations";
import { sendMail } from "@/lib/egress/send-mail";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { confirmChannelLetter } from "@/lib/mail/notice-letters";
import { callerEntry } from "../audit/caller-entry";
import { limitLetters } from "../members/limit-letters";
import { requireChannel } from "./browse-channels";
import { mailToken, readMailToken } from "./mail-token";

const DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;

/** Asks the channel's address by mail whether it may be written to. Not for within a transaction. */
export async function askAddress(caller: Caller, channel: StoredChannel, now: Date): Promise<void> {
  const { organizationId } = caller;
  await limitLetters(organizationId, channel.target);
  const organization = await withOrg(organizationId, (db) => findOrganization(db, organizationId));
  const token = mailToken({
    ...{ use: "confirm", organizationId, channelId: channel.id, registryId: null, address: channel.target },
    expiresAt: new Date(now.getTime() + DAYS * DAY_MS).toISOString(),
  });
  const link = new URL(`/notifications/${token}`, env().APP_URL).href;
  const letter = confirmChannelLetter(link, { organization: organization?.name ?? "" });
  await sendMail({ to: channel.target, ...letter });
}

/** The letter once more. Throws AppError `stale` where the address has said that it may be. */
export async function askAddressAgain(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "notification:write");
  const channel = await withOrg(caller.organizationId, async (db) => {
    const found = await requireChannel(db, id, "email");
    if (found.confirmedAt !== null) throw new AppError("stale", "This address is confirmed already.");
    const target = { type: "channel", ref: id };
    const entry = { action: "channel.asked", target, payload: { address: found.target } } as const;
    await record(db, [callerEntry(caller, entry)], now);
    return found;
  });
  await askAddress(caller, channel, now);
}

export interface AddressQuestion {
  readonly organization: string;
  readonly address: string;
  readonly isConfirmed: boolean;
}

/** What a link asks the address that it was sent to; null where it is over. */
export async function lookAtAddress(token: string, now = new Date()): Promise<AddressQuestion | null> {
  const said = readMailToken(token, "confirm", now);
  if (!said) return null;
  return withOrg(said.organizationId, async (db) => {
    const organization = await findOrganization(db, said.organizationId);
    const channel = await findChannel(db, said.channelId);
    if (!organization || channel?.target !== said.address) return null;
    return {
      organization: organization.name,
      address: said.address,
      isConfirmed: channel.confirmedAt !== null,
    };
  });
}

/** The address may be written to from now on. Throws AppError `not-found` where the link is over. */
export async function confirmAddress(token: string, now = new Date()): Promise<void> {
  const said = readMailToken(token, "confirm", now);
  const isDone =
    said !== null &&
    (await withOrg(said.organizationId, async (db) => {
      const channel = await findChannel(db, said.channelId);
      if (channel?.target !== said.address) return false;
      if (channel.confirmedAt !== null) return true;
      await changeChannel(db, channel.id, { confirmedAt: now });
      const entry = {
        actor: { type: "system", ref: "mail-link" },
        action: "channel.confirmed",
        outcome: "ok",
        target: { type: "channel", ref: publicId("chn", channel.id) },
        source: null,
        destination: null,
        runId: null,
        payload: { address: said.address },
      } as const;
      await record(db, [entry], now);
      return true;
    }));
  if (!isDone) throw new AppError("not-found", "This link is over.", { remedy: "Ask for a new one." });
}
