import "server-only";
import type { Scoped } from "./control";

/** What is not told for a while. */
export interface StoredMute {
  readonly id: string;
  /** Null = every channel. */
  readonly channelId: string | null;
  /** Null = every registry. */
  readonly registryId: string | null;
  /** The address that is not written to; null = nobody is told. */
  readonly recipient: string | null;
  /** Null = for good. */
  readonly until: Date | null;
}

const COLUMNS = { id: true, channelId: true, registryId: true, recipient: true, until: true } as const;

/** Those that last beyond `now`. */
export const listMutes = (db: Scoped, now: Date): Promise<StoredMute[]> =>
  db.noticeMute.findMany({
    where: { OR: [{ until: null }, { until: { gt: now } }] },
    select: COLUMNS,
    orderBy: { id: "asc" },
  });

type Place = Pick<StoredMute, "channelId" | "registryId" | "recipient">;

/** In place of the mute of the same channel, registry and address, if there is one. */
export async function putMute(db: Scoped, organizationId: string, mute: StoredMute): Promise<void> {
  await dropMute(db, mute);
  await db.noticeMute.create({ data: { organizationId, ...mute } });
}

/** False where there is none. */
export async function dropMute(db: Scoped, { channelId, registryId, recipient }: Place): Promise<boolean> {
  return (await db.noticeMute.deleteMany({ where: { channelId, registryId, recipient } })).count > 0;
}

/** An address is written to again, by one channel. */
export async function dropMutesOfAddress(
  db: Scoped,
  { channelId, recipient }: { readonly channelId: string; readonly recipient: string },
): Promise<void> {
  await db.noticeMute.deleteMany({ where: { channelId, recipient } });
}

/** Until when nobody is told of a registry; null = they are told. */
export async function registryMutedUntil(db: Scoped, registryId: string, now: Date): Promise<Date | null> {
  const where = { registryId, channelId: null, recipient: null, until: { gt: now } };
  const found = await db.noticeMute.findFirst({ where, select: { until: true } });
  return found?.until ?? null;
}
