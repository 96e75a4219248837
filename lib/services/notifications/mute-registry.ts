import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { dropMute, putMute, registryMutedUntil } from "@/lib/db/notice-mutes";
import { AppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { requireRegistry } from "../registries/browse-registries";

const HOUR_MS = 60 * 60_000;

/** Longer nobody is to forget that he is told nothing. */
const MOST_HOURS = 30 * 24;

/** Nobody is told of the registry for so many hours. Throws AppError `invalid-input` unless it is 1 to 720. */
export async function muteRegistry(
  caller: Caller,
  id: string,
  hours: number,
  now = new Date(),
): Promise<void> {
  authorize(caller, "registry:write");
  if (!Number.isInteger(hours) || hours < 1 || hours > MOST_HOURS)
    throw new AppError("invalid-input", "A registry is muted for 1 to 720 hours.");
  const until = new Date(now.getTime() + hours * HOUR_MS);
  await withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, id);
    const mute = { channelId: null, registryId: registry.id, recipient: null };
    await putMute(db, caller.organizationId, { id: newUuid(), ...mute, until });
    const target = { type: "registry", ref: id };
    const payload = { until: until.toISOString() };
    await record(db, [callerEntry(caller, { action: "registry.muted", target, payload })], now);
  });
}

/** It is told again, what stands already included. */
export async function unmuteRegistry(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "registry:write");
  await withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, id);
    const wasMuted = await dropMute(db, { channelId: null, registryId: registry.id, recipient: null });
    if (!wasMuted) return;
    const target = { type: "registry", ref: id };
    await record(db, [callerEntry(caller, { action: "registry.unmuted", target, payload: null })], now);
  });
}

/** Until when nobody is told of the registry; null = they are. */
export async function mutedUntil(caller: Caller, id: string, now = new Date()): Promise<string | null> {
  authorize(caller, "registry:read");
  return withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, id);
    return (await registryMutedUntil(db, registry.id, now))?.toISOString() ?? null;
  });
}
