import { z } from "zod";
import { ROLES } from "@/lib/auth/role";
import { invitationInput } from "@/lib/services/members/invite-member";
import { pageOf } from "../cursor";
import { operation } from "../operation";

const member = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  since: z.iso.datetime(),
});

const invitation = z.object({
  id: z.string(),
  email: z.string(),
  role: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export const memberViews = { Member: member, Invitation: invitation };

export const listMembersOperation = operation({
  id: "listMembers",
  method: "GET",
  path: "/members",
  summary: "Who is in the organization, the longest first",
  permission: "member:read",
  answer: pageOf(member),
  status: 200,
});

export const inviteMemberOperation = operation({
  id: "inviteMember",
  method: "POST",
  path: "/members",
  summary: "Invites somebody by mail; a second invitation to one address takes the place of the first",
  permission: "member:write",
  body: invitationInput,
  answer: invitation,
  status: 201,
  example: { email: "colleague@example.com", role: "editor" },
});

export const changeMemberOperation = operation({
  id: "changeMember",
  method: "PATCH",
  path: "/members/{id}",
  summary: "Gives a member another role; it counts from the next request on",
  permission: "member:write",
  body: z.strictObject({ role: z.enum(ROLES) }),
  status: 204,
  example: { role: "viewer" },
});

export const removeMemberOperation = operation({
  id: "removeMember",
  method: "DELETE",
  path: "/members/{id}",
  summary: "Takes somebody out of the organization, with the person's API keys and open invitations",
  permission: "member:write",
  status: 204,
});

export const listInvitationsOperation = operation({
  id: "listInvitations",
  method: "GET",
  path: "/invitations",
  summary: "Who is invited and has not come yet",
  permission: "member:read",
  answer: pageOf(invitation),
  status: 200,
});

export const takeBackInvitationOperation = operation({
  id: "takeBackInvitation",
  method: "DELETE",
  path: "/invitations/{id}",
  summary: "Takes an invitation back: its link opens nothing any more",
  permission: "member:write",
  status: 204,
});
