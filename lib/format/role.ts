/** Roles that may decide on conflicts, restores and held plans: whose decisions a field can be kept to. */
export const DECIDING_ROLES = ["owner", "admin", "editor", "approver"] as const;
export type DecidingRole = (typeof DECIDING_ROLES)[number];

const WORDS: Record<DecidingRole, string> = {
  owner: "Owner",
  admin: "Admin",
  editor: "Editor",
  approver: "Approver",
};

export const roleWord = (role: DecidingRole): string => WORDS[role];
