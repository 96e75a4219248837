import "server-only";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { dropMutesOfAddress, listMutes, putMute } from "@/lib/db/notice-mutes";
import { findChannel } from "@/lib/db/notification-channels";
import { findOrganization } from "@/lib/db/organizations";
import { findRegistry } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { type MailClaims, readMailToken } from "./mail-token";

const DAY_MS = 24 * 60 * 60_000;

/**
 * What a reader may leave out: the registry that the mail was about, for a while, or all mails of the channel; or
 * `nothing` any more.
 */
export type Less = "registry-day" | "registry-week" | "all" | "nothing";

const DAYS: Readonly<Record<Less, number | null>> = {
  "registry-day": 1,
  "registry-week": 7,
  all: null,
  nothing: null,
};

export interface MuteQuestion {
  readonly organization: string;
  readonly address: string;
  /** The registry that the mail was about; null = several, or it is gone. */
  readonly registry: string | null;
  /** Something of it is left out for this address now. */
  readonly isMuted: boolean;
}

/** What the link in a mail offers; null where its channel is gone. Changes nothing. */
export async function lookAtMute(token: string, now = new Date()): Promise<MuteQuestion | null> {
  const said = readMailToken(token, "mute", now);
  if (!said) return null;
  return withOrg(said.organizationId, async (db) => {
    const organization = await findOrganization(db, said.organizationId);
    const channel = await findChannel(db, said.channelId);
    if (!organization || !channel) return null;
    const registry = said.registryId === null ? null : await findRegistry(db, said.registryId);
    const isMuted = (await listMutes(db, now)).some(
      ({ channelId, recipient }) => channelId === channel.id && recipient === said.address,
    );
    return {
      organization: organization.name,
      address: said.address,
      registry: registry?.name ?? null,
      isMuted,
    };
  });
}

/** Says for the address that the mail went to that it wants less, and for no other. `not-found` where the link is over. */
export async function muteAddress(token: string, less: Less, now = new Date()): Promise<void> {
  const said = readMailToken(token, "mute", now);
  const isDone =
    said !== null &&
    (await withOrg(said.organizationId, async (db) => {
      const channel = await findChannel(db, said.channelId);
      const registry = said.registryId === null ? null : await findRegistry(db, said.registryId);
      const isOfRegistry = less === "registry-day" || less === "registry-week";
      if (!channel || (isOfRegistry && !registry)) return false;
      const registryId = isOfRegistry ? (registry?.id ?? null) : null;
      const until = await leaveOut(db, { said, registryId, less, now });
      const entry = {
        actor: { type: "system", ref: "mail-link" },
        action: less === "nothing" ? "channel.unmuted" : "channel.muted",
        outcome: "ok",
        target: { type: "channel", ref: publicId("chn", channel.id) },
        source: null,
        destination: null,
        runId: null,
        payload: {
          address: said.address,
          registry: registryId && publicId("reg", registryId),
          until: until?.toISOString() ?? null,
        },
      } as const;
      await record(db, [entry], now);
      return true;
    }));
  if (!isDone)
    throw new AppError("not-found", "This link leads nowhere any more.", {
      remedy: "Ask an owner of the organization.",
    });
}

interface Leaving {
  readonly said: MailClaims;
  readonly registryId: string | null;
  readonly less: Less;
  readonly now: Date;
}

/** Answers until when; null = for good, or nothing is left out any more. */
async function leaveOut(db: Scoped, { said, registryId, less, now }: Leaving): Promise<Date | null> {
  const { organizationId, channelId, address: recipient } = said;
  const days = DAYS[less];
  const until = days === null ? null : new Date(now.getTime() + days * DAY_MS);
  if (less === "nothing") await dropMutesOfAddress(db, { channelId, recipient });
  else await putMute(db, organizationId, { id: newUuid(), channelId, registryId, recipient, until });
  return until;
}
