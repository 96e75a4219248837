import type { Channel } from "./channel";

export interface Notification {
  readonly channel: Channel;
  readonly number: number;
  readonly state: string;
  readonly changed: readonly string[];
}

const PATIENCE_MS = 10_000;

/** Posts one notification, all of it in headers; the status of the answer, 0 when there was none. */
export async function send({ channel, number, state, changed }: Notification): Promise<number> {
  const headers: Record<string, string> = {
    "x-goog-channel-id": channel.id,
    "x-goog-channel-expiration": new Date(channel.expiration).toUTCString(),
    "x-goog-message-number": String(number),
    "x-goog-resource-id": channel.resourceId,
    "x-goog-resource-state": state,
    "x-goog-resource-uri": channel.resourceUri,
    ...(channel.token === undefined ? {} : { "x-goog-channel-token": channel.token }),
    ...(changed.length === 0 ? {} : { "x-goog-changed": changed.join(",") }),
  };
  try {
    const answer = await fetch(channel.address, {
      method: "POST",
      headers,
      // Followed, a redirect would leave for an address that nobody has looked at.
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}
