import "server-only";
import { resolver, type Scoped } from "./control";

export interface StoredMember {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: Date;
  /** Comes in by any way although the organization requires one. */
  readonly isBreakGlass: boolean;
}

/** Who is in an organization, with names and addresses, the longest first. */
export const membersOf = (organizationId: string): Promise<StoredMember[]> => resolver().$queryRaw<
  StoredMember[]
>`
  select person_id as "personId", email, name, role, created_at as "createdAt", is_break_glass as "isBreakGlass"
    from resolve.members_of(${organizationId}::uuid)`;

export type HeldMember = Pick<StoredMember, "personId" | "role" | "isBreakGlass">;

/**
 * The organization's members as they are, held still until the transaction ends: two owners who step down at once are
 * judged one after the other.
 */
export const heldMembers = (db: Scoped, organizationId: string): Promise<HeldMember[]> => db.$queryRaw<
  HeldMember[]
>`
  select person_id as "personId", role, is_break_glass as "isBreakGlass" from public.member
   where organization_id = ${organizationId}::uuid order by person_id for update`;

/** False when the person is a member already. */
export async function addMember(
  db: Scoped,
  member: { readonly organizationId: string; readonly personId: string; readonly role: string },
): Promise<boolean> {
  return (await db.member.createMany({ data: [member], skipDuplicates: true })).count === 1;
}

/** Who is no owner any more is no break-glass owner either. */
export async function changeMemberRole(db: Scoped, personId: string, role: string): Promise<void> {
  const data = role === "owner" ? { role } : { role, isBreakGlass: false };
  await db.member.updateMany({ where: { personId }, data });
}

export async function setBreakGlass(db: Scoped, personId: string, isBreakGlass: boolean): Promise<void> {
  await db.member.updateMany({ where: { personId }, data: { isBreakGlass } });
}

export async function removeMember(db: Scoped, personId: string): Promise<void> {
  await db.member.deleteMany({ where: { personId } });
}
