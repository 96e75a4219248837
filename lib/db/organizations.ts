import "server-only";
import type { Scoped } from "./control";

export interface StoredOrganization {
  readonly id: string;
  readonly name: string;
  readonly plan: string;
}

/** An organization that is being deleted. */
export interface Closing {
  readonly since: Date;
  /** Public id of the person who asked. */
  readonly by: string;
  /** When the grace ends. */
  readonly purgeAt: Date;
  /** Its removal has begun: there is no way back. */
  readonly isPurging: boolean;
}

export interface FoundOrganization extends StoredOrganization {
  /** Since when it has more rows than its plan holds, as far as that was noted. */
  readonly rowsOverSince: Date | null;
  readonly closing: Closing | null;
}

const COLUMNS = {
  id: true,
  name: true,
  plan: true,
  rowsOverSince: true,
  closingSince: true,
  closingBy: true,
  purgeAt: true,
  purgingSince: true,
} as const;

export async function findOrganization(db: Scoped, id: string): Promise<FoundOrganization | null> {
  const found = await db.organization.findFirst({ where: { id }, select: COLUMNS });
  if (!found) return null;
  const { closingSince: since, closingBy: by, purgeAt, purgingSince, ...organization } = found;
  const isClosing = since !== null && by !== null && purgeAt !== null;
  return {
    ...organization,
    closing: isClosing ? { since, by, purgeAt, isPurging: purgingSince !== null } : null,
  };
}

/** Whether runs of the organization stand still: it is being deleted, or gone. */
export async function standsStill(db: Scoped, id: string): Promise<boolean> {
  return (await db.organization.count({ where: { id, closingSince: null } })) === 0;
}

/** Whether the organization takes members, which then stays so until the transaction ends: it is not being deleted. */
export async function holdOpen(db: Scoped, id: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select id from public.organization where id = ${id}::uuid and closing_since is null for share`;
  return rows.length === 1;
}

/** Makes an organization with its first member; the transaction must be scoped to its id. */
export async function insertOrganization(
  db: Scoped,
  organization: StoredOrganization,
  ownerId: string,
): Promise<void> {
  await db.organization.create({ data: organization });
  await db.member.create({ data: { organizationId: organization.id, personId: ownerId, role: "owner" } });
}

export async function renameOrganization(db: Scoped, id: string, name: string): Promise<void> {
  await db.organization.updateMany({ where: { id }, data: { name } });
}

/** Begins the grace of an organization's deletion; false if it has begun before. */
export async function closeOrganization(
  db: Scoped,
  id: string,
  closing: Omit<Closing, "isPurging">,
): Promise<boolean> {
  const { since: closingSince, by: closingBy, purgeAt } = closing;
  const where = { id, closingSince: null };
  const { count } = await db.organization.updateMany({ where, data: { closingSince, closingBy, purgeAt } });
  return count === 1;
}

/** Ends the grace without a deletion; false where there is none, or the removal has begun. */
export async function reopenOrganization(db: Scoped, id: string): Promise<boolean> {
  const { count } = await db.organization.updateMany({
    where: { id, closingSince: { not: null }, purgingSince: null },
    data: { closingSince: null, closingBy: null, purgeAt: null },
  });
  return count === 1;
}

export interface Usage {
  readonly registries: number;
  /** Distinct registry rows; a row counts once, however many sides. */
  readonly rows: number;
}

export async function usageOf(db: Scoped): Promise<Usage> {
  const totals = await db.registry.aggregate({ _count: true, _sum: { rowCount: true } });
  return { registries: totals._count, rows: totals._sum.rowCount ?? 0 };
}
