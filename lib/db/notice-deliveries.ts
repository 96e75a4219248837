import "server-only";
import { resolver, type Scoped } from "./control";
import type { Prisma } from "./generated/client";

export type DeliveryStatus = "waiting" | "sent" | "failed" | "dropped";

/** A message on its way to one recipient of a channel. */
export interface StoredDelivery {
  readonly id: string;
  readonly channelId: string;
  readonly key: string;
  /** The address of a mail; "" = the channel is the recipient. */
  readonly recipient: string;
  readonly message: unknown;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly nextAt: Date | null;
  readonly lastAt: Date | null;
  readonly lastCode: number | null;
  readonly lastProblem: string | null;
  readonly createdAt: Date;
}

const COLUMNS = {
  id: true,
  channelId: true,
  key: true,
  recipient: true,
  message: true,
  status: true,
  attempts: true,
  nextAt: true,
  lastAt: true,
  lastCode: true,
  lastProblem: true,
  createdAt: true,
} as const;

const read = <Stored extends { readonly status: string }>(stored: Stored) => ({
  ...stored,
  status: stored.status as DeliveryStatus,
});

export type NewDelivery = Pick<StoredDelivery, "id" | "channelId" | "key" | "recipient" | "message">;

/** Puts messages on their way; one that was put there before stays as it is. Answers how many are new. */
export async function insertDeliveries(
  db: Scoped,
  organizationId: string,
  deliveries: readonly NewDelivery[],
  at: Date,
): Promise<number> {
  const data = deliveries.map((delivery) => ({
    organizationId,
    ...delivery,
    message: delivery.message as Prisma.InputJsonValue,
    ...{ nextAt: at, createdAt: at },
  }));
  return (await db.noticeDelivery.createMany({ data, skipDuplicates: true })).count;
}

export type ToldOf = Pick<StoredDelivery, "channelId" | "key" | "recipient">;

/** Whom these messages, by key, were put on their way to. */
export const toldOf = (db: Scoped, keys: readonly string[]): Promise<ToldOf[]> =>
  db.noticeDelivery.findMany({
    where: { key: { in: [...keys] } },
    select: { channelId: true, key: true, recipient: true },
  });

const LISTED = 20;

/** A channel's newest messages. */
export const listDeliveries = async (db: Scoped, channelId: string): Promise<StoredDelivery[]> =>
  (
    await db.noticeDelivery.findMany({
      where: { channelId },
      select: COLUMNS,
      orderBy: { id: "desc" },
      take: LISTED,
    })
  ).map(read);

export async function findDelivery(db: Scoped, id: string): Promise<StoredDelivery | null> {
  const stored = await db.noticeDelivery.findFirst({ where: { id }, select: COLUMNS });
  return stored && read(stored);
}

/**
 * Takes the try of a message that is due, before it is made: nobody else makes it until `until`, when one that was broken
 * off is due again. Null: it is not due, or somebody has it.
 */
export async function claimDelivery(
  db: Scoped,
  id: string,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<StoredDelivery | null> {
  const { count } = await db.noticeDelivery.updateMany({
    where: { id, status: "waiting", nextAt: { lte: now } },
    data: { attempts: { increment: 1 }, nextAt: until },
  });
  return count === 0 ? null : findDelivery(db, id);
}

export type DeliveryChange = Partial<
  Pick<StoredDelivery, "status" | "attempts" | "nextAt" | "lastAt" | "lastCode" | "lastProblem">
>;

export async function changeDelivery(db: Scoped, id: string, change: DeliveryChange): Promise<void> {
  await db.noticeDelivery.updateMany({ where: { id }, data: change });
}

/** What waits on a channel that is disabled goes nowhere any more. */
export async function dropWaiting(db: Scoped, channelId: string): Promise<void> {
  await db.noticeDelivery.updateMany({
    where: { channelId, status: "waiting" },
    data: { status: "dropped", nextAt: null },
  });
}

export interface DueDelivery {
  readonly organizationId: string;
  readonly deliveryId: string;
}

/** Messages of all organizations that are to be tried now. */
export const dueDeliveries = (now: Date, limit: number): Promise<DueDelivery[]> => resolver().$queryRaw<
  DueDelivery[]
>`
  select organization_id as "organizationId", delivery_id as "deliveryId"
    from resolve.due_deliveries(${now}, ${limit}::int)`;

/** Organizations that hold messages from before then. */
export async function organizationsWithOldDeliveries(before: Date, limit: number): Promise<string[]> {
  const rows = await resolver().$queryRaw<{ organizationId: string }[]>`
    select organization_id as "organizationId" from resolve.organizations_with_old_deliveries(${before}, ${limit}::int)`;
  return rows.map(({ organizationId }) => organizationId);
}

/** Forgets messages from before then that are not on their way; answers how many. */
export const forgetDeliveries = async (db: Scoped, before: Date): Promise<number> =>
  (
    await db.noticeDelivery.deleteMany({
      where: { createdAt: { lt: before }, status: { not: "waiting" } },
    })
  ).count;
