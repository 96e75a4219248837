import "server-only";
import { resolver, type Scoped } from "./control";

export type ChannelKind = "email" | "slack" | "webhook";
export type NoticeLevel = "warning" | "critical";

/** What is told on a channel, and how. */
export interface ChannelSettings {
  readonly name: string;
  /** The least level that is told. */
  readonly level: NoticeLevel;
  /** Ids of registries that are told of; none: all. */
  readonly registries: readonly string[];
  /** Rows with open issues or conflicts are told of when there are more than this. */
  readonly issuesOver: number;
  readonly digest: boolean;
  /** Of whoever reads it, as IANA names it: when his morning is. */
  readonly timeZone: string;
}

export interface StoredChannel extends ChannelSettings {
  readonly id: string;
  readonly kind: ChannelKind;
  /** What may be shown of where it leads. */
  readonly target: string;
  /** Members of these roles are written to; none: `target` is the address. */
  readonly roles: readonly string[];
  readonly nextDigestAt: Date | null;
  readonly mutedUntil: Date | null;
  /** Null: nobody who reads mail at the address has said yet that it may be written to. */
  readonly confirmedAt: Date | null;
  readonly failingSince: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  readonly createdAt: Date;
}

const COLUMNS = {
  id: true,
  kind: true,
  name: true,
  target: true,
  roles: true,
  level: true,
  registries: true,
  issuesOver: true,
  digest: true,
  timeZone: true,
  nextDigestAt: true,
  mutedUntil: true,
  confirmedAt: true,
  failingSince: true,
  disabledAt: true,
  disabledReason: true,
  createdAt: true,
} as const;

const read = <Stored extends { readonly kind: string; readonly level: string }>(stored: Stored) => ({
  ...stored,
  kind: stored.kind as ChannelKind,
  level: stored.level as NoticeLevel,
});

/** The oldest first. */
export const listChannels = async (db: Scoped): Promise<StoredChannel[]> =>
  (await db.notificationChannel.findMany({ select: COLUMNS, orderBy: { id: "asc" } })).map(read);

export async function findChannel(db: Scoped, id: string): Promise<StoredChannel | null> {
  const stored = await db.notificationChannel.findFirst({ where: { id }, select: COLUMNS });
  return stored && read(stored);
}

export const countChannels = (db: Scoped): Promise<number> => db.notificationChannel.count();

/** What is secret of where the channel leads; lib/vault opens it. */
export async function sealedTargetOf(db: Scoped, id: string): Promise<string | null> {
  const found = await db.notificationChannel.findFirst({ where: { id }, select: { sealedTarget: true } });
  return found?.sealedTarget ?? null;
}

export type NewChannel = ChannelSettings &
  Pick<StoredChannel, "id" | "kind" | "target" | "roles" | "nextDigestAt" | "confirmedAt" | "createdAt"> & {
    readonly sealedTarget: string | null;
  };

export async function insertChannel(db: Scoped, organizationId: string, channel: NewChannel): Promise<void> {
  const { roles, registries, ...columns } = channel;
  const data = { organizationId, ...columns, roles: [...roles], registries: [...registries] };
  await db.notificationChannel.create({ data });
}

export type ChannelChange = Partial<
  ChannelSettings &
    Pick<
      StoredChannel,
      | "target"
      | "nextDigestAt"
      | "mutedUntil"
      | "confirmedAt"
      | "failingSince"
      | "disabledAt"
      | "disabledReason"
    > & { readonly sealedTarget: string }
>;

/** False when there is none. */
export async function changeChannel(db: Scoped, id: string, change: ChannelChange): Promise<boolean> {
  const { registries, ...columns } = change;
  const data = { ...columns, ...(registries && { registries: [...registries] }) };
  return (await db.notificationChannel.updateMany({ where: { id }, data })).count === 1;
}

/** Notes since when nothing arrives, where that is not noted yet. */
export async function noteFailing(db: Scoped, id: string, at: Date): Promise<void> {
  await db.notificationChannel.updateMany({
    where: { id, failingSince: null },
    data: { failingSince: at },
  });
}

/** False when it was disabled before. */
export async function disableChannel(
  db: Scoped,
  id: string,
  { at, reason }: { readonly at: Date; readonly reason: string },
): Promise<boolean> {
  const { count } = await db.notificationChannel.updateMany({
    where: { id, disabledAt: null },
    data: { disabledAt: at, disabledReason: reason },
  });
  return count === 1;
}

/** False when there is none. */
export const deleteChannel = async (db: Scoped, id: string): Promise<boolean> =>
  (await db.notificationChannel.deleteMany({ where: { id } })).count === 1;

/** Organizations that have a channel and something that may have to be told, by id, from `after` on. */
export async function organizationsToTell(now: Date, after: string, limit: number): Promise<string[]> {
  const rows = await resolver().$queryRaw<{ organizationId: string }[]>`
    select organization_id as "organizationId"
      from resolve.organizations_to_tell(${now}, ${after}::uuid, ${limit}::int)`;
  return rows.map(({ organizationId }) => organizationId);
}
