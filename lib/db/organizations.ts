import "server-only";
import type { Scoped } from "./control";

export interface StoredOrganization {
  readonly id: string;
  readonly name: string;
  readonly plan: string;
}

export interface FoundOrganization extends StoredOrganization {
  /** Since when it has more rows than its plan holds, as far as that was noted. */
  readonly rowsOverSince: Date | null;
}

export const findOrganization = (db: Scoped, id: string): Promise<FoundOrganization | null> =>
  db.organization.findFirst({
    where: { id },
    select: { id: true, name: true, plan: true, rowsOverSince: true },
  });

/** Makes an organization with its first member; the transaction must be scoped to its id. */
export async function insertOrganization(
  db: Scoped,
  organization: StoredOrganization,
  ownerId: string,
): Promise<void> {
  await db.organization.create({ data: organization });
  await db.member.create({ data: { organizationId: organization.id, personId: ownerId, role: "owner" } });
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
