import { createHash } from "node:crypto";
import type { Caller } from "./access";
import { assertCallbackAddress } from "./callback-address";
import { GoogleError } from "./errors";

/** One subscription to a file, or to everything a person sees. */
export interface Channel {
  readonly id: string;
  readonly resourceId: string;
  readonly resourceUri: string;
  readonly address: string;
  readonly token?: string;
  readonly expiration: number;
  /** Absent for a subscription to changes. */
  readonly fileId?: string;
  readonly caller: Caller;
  /** The number of the last message. */
  readonly messages: number;
}

/** The body of a `watch` request. */
export interface ChannelInput {
  readonly id?: string;
  readonly type?: string;
  readonly address?: string;
  readonly token?: string;
  readonly expiration?: unknown;
  readonly params?: { readonly ttl?: unknown };
}

const HOUR = 3_600_000;
/** A longer wish is cut down to this: a day for a file, a week for changes. */
const LONGEST = { file: 24 * HOUR, changes: 168 * HOUR };

const refused = (reason: string, message: string): GoogleError => new GoogleError(400, reason, message);

/** The channel that a request asks for. 400 without an id, for another type or an end that is past. */
export function channelOf(
  input: ChannelInput,
  on: { readonly fileId?: string; readonly resourceUri: string },
  by: { readonly caller: Caller; readonly now: number },
): Channel {
  if (!input.id) throw refused("required", "Required: channel.id");
  if (input.id.length > 64 || !/^[\w\-+/=]+$/.test(input.id))
    throw refused("channelIdInvalid", "Invalid channel id");
  if (input.type !== "web_hook" && input.type !== "webhook")
    throw refused("channelUnknown", `Unknown channel type: ${input.type ?? ""}`);
  if ((input.token?.length ?? 0) > 256) throw refused("channelTokenTooLong", "Channel token too long");
  const subject = on.fileId ?? `changes/${by.caller.email}`;
  return {
    id: input.id,
    resourceId: createHash("sha256").update(subject).digest("base64url").slice(0, 27),
    resourceUri: on.resourceUri,
    address: assertCallbackAddress(input.address),
    ...(input.token === undefined ? {} : { token: input.token }),
    expiration: endOf(input, by.now, on.fileId === undefined ? LONGEST.changes : LONGEST.file),
    ...(on.fileId === undefined ? {} : { fileId: on.fileId }),
    caller: by.caller,
    messages: 0,
  };
}

function endOf(input: ChannelInput, now: number, longest: number): number {
  const ttl = input.params?.ttl;
  const wished =
    input.expiration !== undefined
      ? Number(input.expiration)
      : now + (ttl === undefined ? HOUR : Number(ttl) * 1000);
  if (!Number.isFinite(wished) || wished <= now)
    throw refused("invalid", "Channel expiration must be in the future.");
  return Math.min(wished, now + longest);
}

/** The channel as the API answers it. */
export const channelView = (channel: Channel): Record<string, unknown> => ({
  kind: "api#channel",
  id: channel.id,
  resourceId: channel.resourceId,
  resourceUri: channel.resourceUri,
  ...(channel.token === undefined ? {} : { token: channel.token }),
  expiration: String(channel.expiration),
});
