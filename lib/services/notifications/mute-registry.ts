import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { dropMute, putMute, registryMutedUntil } from "@/lib/db/notice-mutes";
import { newUuid } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { requireRegistry } from "../registries/browse-registries";

const HOUR_MS = 60 * 60_000;

/** Longer nobody is to forget that he is told nothing. */
const MOST_HOURS = 30 * 24;

export const muteInput = z.strictObject({
  hours: z.int().min(1).max(MOST_HOURS).describe("For how long nobody is told of it"),
});

export interface RegistryMuteView {
  /** Nobody is told of the registry until then; null = they are. */
  readonly mutedUntil: string | null;
}

/** Nobody is told of the registry for a while. */
export async function muteRegistry(
  caller: Caller,
  id: string,
  { hours }: z.output<typeof muteInput>,
  now = new Date(),
): Promise<RegistryMuteView> {
  authorize(caller, "registry:write");
  const until = new Date(now.getTime() + hours * HOUR_MS);
  return withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, id);
    const mute = { channelId: null, registryId: registry.id, recipient: null };
    await putMute(db, caller.organizationId, { id: newUuid(), ...mute, until });
    const target = { type: "registry", ref: id };
    const payload = { until: until.toISOString() };
    await record(db, [callerEntry(caller, { action: "registry.muted", target, payload })], now);
    return { mutedUntil: until.toISOString() };
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

export async function lookAtRegistryMute(
  caller: Caller,
  id: string,
  now = new Date(),
): Promise<RegistryMuteView> {
  authorize(caller, "registry:read");
  return withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, id);
    return { mutedUntil: (await registryMutedUntil(db, registry.id, now))?.toISOString() ?? null };
  });
}
