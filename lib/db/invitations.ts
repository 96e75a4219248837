import "server-only";
import { resolver, type Scoped } from "./control";

export interface StoredInvitation {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly invitedBy: unknown;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const COLUMNS = {
  id: true,
  email: true,
  role: true,
  invitedBy: true,
  createdAt: true,
  expiresAt: true,
} as const;

export const listInvitations = (db: Scoped): Promise<StoredInvitation[]> =>
  db.invitation.findMany({ select: COLUMNS, orderBy: { createdAt: "asc" } });

/** The invitations that these people and keys have sent, by their public ids. */
export const invitationsBy = (db: Scoped, refs: readonly string[]): Promise<StoredInvitation[]> =>
  db.invitation.findMany({
    where: { OR: refs.map((ref) => ({ invitedBy: { path: ["ref"], equals: ref } })) },
    select: COLUMNS,
  });

/** Takes the place of an older one to the same address: its link opens nothing any more. */
export async function placeInvitation(
  db: Scoped,
  organizationId: string,
  invitation: StoredInvitation & { readonly tokenHash: string },
): Promise<void> {
  await db.invitation.deleteMany({ where: { email: invitation.email } });
  await db.invitation.create({
    data: { organizationId, ...invitation, invitedBy: invitation.invitedBy as object },
  });
}

export async function dropInvitation(db: Scoped, id: string): Promise<StoredInvitation | null> {
  const found = await db.invitation.findFirst({ where: { id }, select: COLUMNS });
  await db.invitation.deleteMany({ where: { id } });
  return found;
}

/** Takes the invitation away, so that it is accepted once; false if somebody was first, or it is over. */
export async function takeInvitation(db: Scoped, tokenHash: string, now: Date): Promise<boolean> {
  const { count } = await db.invitation.deleteMany({ where: { tokenHash, expiresAt: { gt: now } } });
  return count === 1;
}

/** Takes the open invitation to an address away; null when there is none. */
export async function takeInvitationTo(
  db: Scoped,
  email: string,
  now: Date,
): Promise<StoredInvitation | null> {
  const where = { email, expiresAt: { gt: now } };
  const found = await db.invitation.findFirst({ where, select: COLUMNS });
  const { count } = found ? await db.invitation.deleteMany({ where }) : { count: 0 };
  return count === 1 ? found : null;
}

/** The open invitation to an address. */
export const findInvitationTo = (db: Scoped, email: string, now: Date): Promise<StoredInvitation | null> =>
  db.invitation.findFirst({ where: { email, expiresAt: { gt: now } }, select: COLUMNS });

export interface OpenInvitation {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly id: string;
  readonly email: string;
  readonly role: string;
}

/** What a token invites to; null for one that is unknown, taken back or over. */
export async function findInvitation(tokenHash: string): Promise<OpenInvitation | null> {
  const rows = await resolver().$queryRaw<OpenInvitation[]>`
    select organization_id as "organizationId", organization_name as "organizationName", id, email, role
      from resolve.invitation(${tokenHash})`;
  return rows[0] ?? null;
}
