import type { StoredInvitation } from "@/lib/db/invitations";
import type { StoredMember } from "@/lib/db/members";
import { publicId } from "@/lib/ids";

export interface MemberView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly since: string;
}

export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export const memberView = ({ personId, email, name, role, createdAt }: StoredMember): MemberView => ({
  id: publicId("per", personId),
  email,
  name,
  role,
  since: createdAt.toISOString(),
});

export const invitationView = ({
  id,
  email,
  role,
  createdAt,
  expiresAt,
}: StoredInvitation): InvitationView => ({
  id: publicId("inv", id),
  email,
  role,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});
