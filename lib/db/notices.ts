import "server-only";
import type { Scoped } from "./control";
import type { Prisma } from "./generated/client";
import { takeTurnAt } from "./turns";

/** Something that stands and needs somebody. */
export interface StoredNotice {
  readonly id: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly condition: string;
  /** What tells one from the next of the same condition; "" = nothing does. */
  readonly about: string;
  readonly level: string;
  readonly facts: unknown;
  readonly since: Date;
  readonly endedAt: Date | null;
}

const COLUMNS = {
  id: true,
  subjectType: true,
  subjectId: true,
  condition: true,
  about: true,
  level: true,
  facts: true,
  since: true,
  endedAt: true,
} as const;

/** Whoever looks for what is to be told takes turns until the transaction ends. */
export const queueForNotices = (db: Scoped): Promise<void> => takeTurnAt(db, "notices");

/** Those of which something may still have to be told. */
export const openNotices = (db: Scoped): Promise<StoredNotice[]> =>
  db.notice.findMany({ where: { closedAt: null }, select: COLUMNS, orderBy: { id: "asc" } });

export async function insertNotices(
  db: Scoped,
  organizationId: string,
  notices: readonly StoredNotice[],
): Promise<void> {
  const data = notices.map((notice) => ({
    organizationId,
    ...notice,
    facts: notice.facts as Prisma.InputJsonValue,
  }));
  await db.notice.createMany({ data, skipDuplicates: true });
}

export async function changeNotice(
  db: Scoped,
  id: string,
  change: { readonly facts?: unknown; readonly endedAt?: Date | null; readonly closedAt?: Date },
): Promise<void> {
  const { facts, ...columns } = change;
  const data = { ...columns, ...(facts !== undefined && { facts: facts as Prisma.InputJsonValue }) };
  await db.notice.updateMany({ where: { id }, data });
}

/** Forgets what was closed before then; answers how many. */
export const forgetNotices = async (db: Scoped, before: Date): Promise<number> =>
  (await db.notice.deleteMany({ where: { closedAt: { lt: before } } })).count;
