import "server-only";
import { resolver, type Scoped } from "./control";

export interface StoredMember {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: Date;
}

/** Who is in an organization, with names and addresses, the longest first. */
export const membersOf = (organizationId: string): Promise<StoredMember[]> => resolver().$queryRaw<
  StoredMember[]
>`
  select person_id as "personId", email, name, role, created_at as "createdAt"
    from resolve.members_of(${organizationId}::uuid)`;

/**
 * The organization's members as they are, held still until the transaction ends: two owners who step down at once are
 * judged one after the other.
 */
export const heldMembers = (
  db: Scoped,
  organizationId: string,
): Promise<{ personId: string; role: string }[]> => db.$queryRaw<{ personId: string; role: string }[]>`
  select person_id as "personId", role from public.member where organization_id = ${organizationId}::uuid
   order by person_id for update`;

export async function addMember(
  db: Scoped,
  member: { readonly organizationId: string; readonly personId: string; readonly role: string },
): Promise<void> {
  await db.member.create({ data: member });
}

export async function changeMemberRole(db: Scoped, personId: string, role: string): Promise<void> {
  await db.member.updateMany({ where: { personId }, data: { role } });
}

export async function removeMember(db: Scoped, personId: string): Promise<void> {
  await db.member.deleteMany({ where: { personId } });
}
